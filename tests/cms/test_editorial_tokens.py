"""Who reaches /api/v3/: keys, access tokens of clients, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from cms.identity import key_checks
from cms.identity.api_keys import create_key, create_server_key, revoke_key
from cms.identity.key_tokens import create_token
from cms.identity.key_uses import forget_uses
from cms.identity.models import ApiKey, User
from cms.identity.roles import EDITOR
from tests.factories.content import make_site, make_solution, make_user
from tests.support.editorial import ALL, PAGES, make_key, new_solution, send
from tests.support.oauth import Website, forget_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> Any:
    key_checks.forget_keys()
    forget_uses()
    forget_everything()
    return make_site()


@pytest.fixture
def editor() -> User:
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


def test_a_token_reads_and_with_write_it_writes(editor: User) -> None:
    page = make_solution("Draft", live=False)
    reads = Website("Reads").sign_in(editor, "openid read")["access_token"]
    writes = Website("Writes").sign_in(editor, "openid read write")["access_token"]
    assert send("get", PAGES, reads).status_code == 200
    assert send("get", f"{PAGES}{page.pk}/", reads).status_code == 404
    assert send("post", PAGES, reads, new_solution()).status_code == 403
    assert send("get", f"{PAGES}{page.pk}/", writes).status_code == 200
    assert send("patch", f"{PAGES}{page.pk}/", writes, {"title": "Two"}).status_code == 200


def test_a_token_without_a_scope_of_the_api_is_refused(editor: User) -> None:
    token = Website().sign_in(editor, "openid profile")["access_token"]
    assert send("get", PAGES, token).status_code == 403


class TestCredentials:
    def test_every_wrong_one_gets_one_and_the_same_answer(self, editor: User) -> None:
        key, ended = create_key("ended", editor)
        revoke_key(key)
        closed = make_key(make_user("closed", is_active=False))
        wrong = [
            "x",
            "aix_1",
            create_token("aix")[1],
            ended,
            closed,
            ended[:-1] + "x",
            "a.b.c",
            "Ω",
            "eyJ.eyJ.x",
        ]
        answers = [send("get", PAGES, token) for token in wrong]
        answers.append(send("post", PAGES, ended, new_solution()))
        assert {(each.status_code, each.content, each["WWW-Authenticate"]) for each in answers} == {
            (401, answers[0].content, 'Bearer error="invalid_token"')
        }

    def test_an_account_that_was_closed_just_now_writes_nothing_more(self, editor: User) -> None:
        token = make_key(editor, actions=ALL)
        assert send("get", PAGES, token).status_code == 200  # the process remembers the key
        User.objects.filter(pk=editor.pk).update(is_active=False)
        answer, wrong = send("post", PAGES, token, new_solution()), send("get", PAGES, "x")
        assert (answer.status_code, answer.content) == (401, wrong.content)
        assert answer["WWW-Authenticate"] == wrong["WWW-Authenticate"]

    def test_neither_nothing_nor_a_session_is_enough(self, editor: User) -> None:
        browser = Client()
        browser.force_login(editor)
        page = make_solution("Public")
        for client in (Client(), browser):
            assert send("get", PAGES, "", client=client).status_code == 401
            assert send("delete", f"{PAGES}{page.pk}/", "", client=client).status_code == 401
            assert client.get(PAGES, HTTP_AUTHORIZATION="Basic eDp5").status_code == 401
        assert Page.objects.filter(pk=page.pk).exists()

    def test_a_wrong_key_beside_a_session_is_refused(self, editor: User) -> None:
        browser = Client()
        browser.force_login(editor)
        assert send("post", PAGES, "x", new_solution(), client=browser).status_code == 401

    def test_the_key_of_a_server_belongs_to_no_person(self) -> None:
        assert send("get", PAGES, create_server_key("frontend")[1]).status_code == 403

    def test_it_is_not_there_where_the_operator_says_so(self, editor: User, settings: Any) -> None:
        token = make_key(editor)
        settings.EDITORIAL_API = False
        other = send("get", "/api/v3/nothing/", token)
        assert other.status_code == 404
        for method in ("get", "post", "put"):
            for sent in (token, ""):
                assert send(method, PAGES, sent).content == other.content

    @pytest.mark.parametrize("token", [True, False])
    def test_a_method_that_an_address_does_not_take_is_named(self, editor: User, token: bool) -> None:
        answer = send("put", PAGES, make_key(editor) if token else "", {"title": "x"})
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
        assert sorted(answer["Allow"].split(", ")) == ["GET", "POST"] and "GET" in answer.json()["detail"]

    def test_what_is_too_often_is_refused(self, editor: User) -> None:
        token = make_key(editor)
        ApiKey.objects.update(capacity=15, restore=1)
        key_checks.forget_keys()
        assert send("get", PAGES, token).status_code == 200
        late = send("get", PAGES, token)
        assert late.status_code == 429 and int(late["Retry-After"]) > 0

    def test_its_last_use_is_known(self, editor: User) -> None:
        send("get", PAGES, make_key(editor))
        assert ApiKey.objects.get().last_operation == "GET /api/v3/"

    @pytest.mark.parametrize(
        "path", ["", "docs/", "openapi.json", "sites/", "images/", "snippets/", "pages/find/"]
    )
    def test_no_other_address_of_wagtail_is_offered(self, editor: User, path: str) -> None:
        answer = send("get", f"/api/v3/{path}", make_key(make_user("boss", is_superuser=True)))
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
