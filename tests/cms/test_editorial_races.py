"""Several machines that write through /api/v3/ at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client
from psycopg.errors import AdminShutdown, DeadlockDetected
from wagtail.models import Page

from cms.editorial import writing
from cms.identity import key_checks
from cms.identity.api_keys import KeyLimits, create_key
from cms.identity.key_uses import forget_uses
from cms.identity.roles import EDITOR
from content_types.solutions.models import Solution, SolutionIndex
from tests.factories.content import (
    index_page,
    make_category,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
)
from tests.support.editorial import ALL, PAGES, make_key, send
from tests.support.meanwhile import Meanwhile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
AT_ONCE = 4


def create(token: str, data: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    try:
        return Client().post("/api/v3/pages/", data, content_type="application/json", headers=headers)
    finally:
        connections.close_all()


def test_pages_of_one_title_get_addresses_of_their_own() -> None:
    key_checks.forget_keys()
    forget_uses()
    make_site()
    editor = make_user("editor", groups=(EDITOR.name,), is_staff=True)
    token = create_key("feed", editor, KeyLimits(actions=["create"]))[1]
    meta = {"type": "solutions.Solution", "parent_id": index_page(SolutionIndex).pk}
    data = {"meta": meta, "title": "Kite", "summary": "It flies.", "category": make_category().pk}
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(create, [token] * AT_ONCE, [data] * AT_ONCE))
    assert [each.status_code for each in answers] == [201] * AT_ONCE, [each.content for each in answers]
    slugs = Solution.objects.order_by("path").values_list("slug", flat=True)
    assert list(slugs) == ["kite", "kite-2", "kite-3", "kite-4"]


@pytest.fixture
def token() -> str:
    key_checks.forget_keys()
    forget_uses()
    make_site()
    editor = make_user("editor", groups=(EDITOR.name,), is_staff=True)
    return make_key(editor, actions=ALL, reads_drafts=True)


def send_at_once(*requests: tuple[Any, ...], token: str, **headers: str) -> list[Any]:
    """The answers to requests of a method, a path and a body, each in a connection of its own."""

    def answer(given: tuple[Any, ...]) -> Any:
        method, path, *data = given
        try:
            return send(method, path, token, *data, **headers)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(answer, requests))


def list_statuses(answers: list[Any]) -> list[int]:
    return sorted(each.status_code for each in answers)


def find_tree_problems() -> list[Any]:
    return [each for each in Page.find_problems() if each]


def test_one_of_those_that_name_the_same_version_changes_a_page(token: str) -> None:
    address = f"{PAGES}{make_solution('One').pk}/"
    version = send("get", address, token)["ETag"]
    changes = [("patch", address, {"title": f"Title {number}"}) for number in range(AT_ONCE)]
    answers = send_at_once(*changes, token=token, HTTP_IF_MATCH=version)
    assert list_statuses(answers) == [200, 412, 412, 412], [each.content for each in answers]


def test_a_copy_is_made_of_the_version_that_is_named(token: str) -> None:
    page = make_solution("One")
    address = f"{PAGES}{page.pk}/"
    version = send("get", address, token)["ETag"]
    copy: tuple[Any, ...] = ("post", f"{address}actions/copy/", {})
    change = ("patch", address, {"title": "Two"})
    answers = send_at_once(change, copy, copy, copy, token=token, HTTP_IF_MATCH=version)
    assert {each.status_code for each in answers[1:]} <= {201, 412}, [each.content for each in answers]
    copies = Solution.objects.exclude(pk=page.pk)
    assert {each.get_latest_revision_as_object().title for each in copies} <= {"One"}
    assert find_tree_problems() == []


def test_pages_that_are_moved_copied_and_deleted_at_once_leave_a_whole_tree(token: str) -> None:
    here, there = make_standard_page("Here"), make_standard_page("There")
    pages = [make_standard_page(f"Page {number}", under=here) for number in range(4)]

    def act(page: Page, name: str, **given: Any) -> tuple[Any, ...]:
        return "post", f"{PAGES}{page.pk}/actions/{name}/", given

    for _ in range(3):
        answers = send_at_once(
            act(pages[0], "move", destination_id=there.pk, position="first-child"),
            act(pages[1], "move", destination_id=here.pk),
            act(pages[2], "copy", destination_id=there.pk),
            ("delete", f"{PAGES}{make_standard_page('Gone', under=here).pk}/"),
            act(here, "move", destination_id=there.pk),
            act(pages[3], "move", destination_id=there.get_parent().pk),
            token=token,
        )
        assert {each.status_code for each in answers} <= {200, 201, 204, 403, 409}, [
            each.content for each in answers
        ]
        assert find_tree_problems() == []


def test_a_page_made_below_one_that_moves_moves_along(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there, here = make_standard_page("There"), make_standard_page("Here")
    middle = make_standard_page("Middle", under=here)
    meta = {"type": "pages.StandardPage", "parent_id": middle.pk}
    move = ("post", f"{PAGES}{here.pk}/actions/move/", token, {"destination_id": there.pk})
    meanwhile = Meanwhile(writing, "record", monkeypatch, lambda: send(*move))
    made = send("post", PAGES, token, {"meta": meta, "title": "New"})
    assert made.status_code == 201, made.content
    moved = meanwhile.get_result()
    assert moved.status_code == 200, moved.content
    assert find_tree_problems() == []
    page = Page.objects.get(pk=made.json()["id"])
    assert page.get_parent().pk == middle.pk and page.url_path == f"{there.url_path}here/middle/new/"


def test_a_page_made_below_one_that_is_renamed_has_its_new_address(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    above = make_standard_page("Above")
    middle = make_standard_page("Middle", under=above)
    meta = {"type": "pages.StandardPage", "parent_id": middle.pk}
    renaming = {"slug": "new", "meta": {"action": "publish"}}
    rename = ("patch", f"{PAGES}{above.pk}/", token, renaming)
    meanwhile = Meanwhile(writing, "build_create_form", monkeypatch, lambda: send(*rename))
    made = send("post", PAGES, token, {"meta": meta, "title": "Below"})
    renamed = meanwhile.get_result()
    assert (made.status_code, renamed.status_code) == (201, 200), renamed.content
    page = Page.objects.get(pk=made.json()["id"])
    assert page.url_path == f"{above.get_parent().url_path}new/middle/below/"


@pytest.mark.parametrize(("cause", "status"), [(DeadlockDetected, 409), (AdminShutdown, 500)])
def test_a_deadlock_is_told_as_what_it_is(
    token: str, monkeypatch: pytest.MonkeyPatch, cause: type[Exception], status: int
) -> None:
    def fail(*given: Any) -> None:
        raise OperationalError from cause()

    monkeypatch.setattr(writing, "record", fail)
    page = make_solution("One")
    answer = send(
        "patch", f"{PAGES}{page.pk}/", token, {"title": "Two"}, Client(raise_request_exception=False)
    )
    assert answer.status_code == status and page.revisions.count() == 0
