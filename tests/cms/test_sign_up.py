"""Creating an account: an address, an e-mail with a link, a password. What the answers tell others is nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from cms.identity.models import User
from tests.factories.content import make_site, make_user

pytestmark = pytest.mark.django_db
SIGN_UP, PASSWORD = "/account/sign-up/", "rather long and odd"


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def ask(email: str, client: Client | None = None, **given: str) -> Any:
    return (client or Client()).post(SIGN_UP, {"email": email, **given})


def find_link(number: int = -1) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[number].body)
    assert found
    return found[1]


def test_somebody_creates_an_account_and_is_signed_in() -> None:
    client = Client()
    assert ask("ada@example.org", client).headers["Location"] == "/account/sign-up/sent/"
    assert [each.to for each in mail.outbox] == [["ada@example.org"]] and not User.objects.exists()
    link = find_link()
    assert b"ada@example.org" in client.get(link).content
    answer = client.post(link, {"display_name": "Ada", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/")
    (user,) = User.objects.all()
    assert (user.email, user.display_name, user.is_staff, user.is_superuser) == (
        "ada@example.org",
        "Ada",
        False,
        False,
    )
    assert b"ada@example.org" in client.get("/account/").content
    other = Client()
    signed = other.post("/account/sign-in/", {"username": "ADA@example.org", "password": PASSWORD})
    assert (signed.status_code, signed.headers["Location"]) == (302, "/account/")


def test_a_taken_address_is_answered_like_a_free_one_and_its_owner_is_told() -> None:
    make_user("bob", email="bob@example.org")
    make_user("gone", email="gone@example.org", is_active=False)
    answers = [ask(each) for each in ("free@example.org", "BOB@example.org", "gone@example.org")]
    told = {(each.status_code, each.headers["Location"], each.content) for each in answers}
    assert told == {(302, "/account/sign-up/sent/", b"")}
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["free@example.org"], "Your account at AiXplore"),
        (["bob@example.org"], "You have an account at AiXplore"),
    ]
    assert "/account/password/forgotten/" in mail.outbox[1].body


def test_an_answer_takes_the_same_statements_for_each_address(
    django_assert_num_queries: Any, settings: Any
) -> None:
    """The look for an account is made in the background, where no answer waits for it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    make_user("bob", email="bob@example.org")
    for address in ("/account/sign-up/", "/account/password/forgotten/"):
        for email in ("bob@example.org", "free@example.org"):
            with django_assert_num_queries(0):
                Client().post(address, {"email": email})


@pytest.mark.parametrize("fault", ["used", "forged", "old", "other kind"])
def test_a_link_works_once_and_not_when_it_is_changed(fault: str, monkeypatch: Any) -> None:
    ask("ada@example.org")
    link = find_link()
    if fault == "used":
        Client().post(link, {"password": PASSWORD})
    elif fault == "forged":
        link = f"{link[:-4]}x{link[-3:]}"
    elif fault == "old":
        from cms.people import links

        monkeypatch.setattr(links, "LIFETIME", links.LIFETIME * 0)
    else:
        link = link.replace("/sign-up/", "/email/")
    before = User.objects.count()
    client = Client()
    statuses = [client.get(link).status_code, client.post(link, {"password": PASSWORD}).status_code]
    assert statuses == ([302, 302] if fault == "other kind" else [410, 410])
    assert User.objects.count() == before and "sessionid" not in client.cookies


def test_a_link_makes_no_second_account_when_the_address_has_moved() -> None:
    ask("ada@example.org")
    link = find_link()
    Client().post(link, {"password": PASSWORD})
    User.objects.update(email="new@example.org")
    assert [Client().get(link).status_code, Client().post(link, {"password": PASSWORD}).status_code] == [
        410,
        410,
    ]
    assert User.objects.count() == 1
    ask("ada@example.org")
    Client().post(find_link(), {"password": PASSWORD})
    assert User.objects.count() == 2


@pytest.mark.parametrize("password", ["short", "password", "ada@example.org", ""])
def test_weak_passwords_are_refused(password: str) -> None:
    ask("ada@example.org")
    answer = Client().post(find_link(), {"password": password})
    assert answer.status_code == 200 and b'aria-invalid="true"' in answer.content
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["is_staff", "is_superuser", "groups", "role", "id", "username", "email", "is_active"]
)
def test_nothing_else_of_an_account_is_written_from_outside(name: str) -> None:
    ask("ada@example.org")
    client = Client()
    client.post(find_link(), {"password": PASSWORD, name: "1"})
    before = User.objects.values().get()
    client.post("/account/", {"display_name": "Ada", name: "1"})
    assert User.objects.values().get() == {**before, "display_name": "Ada"}
    assert not before["is_staff"] and not before["is_superuser"] and before["email"] == "ada@example.org"


def test_mails_are_limited_as_those_for_passwords_are() -> None:
    for _ in range(5):
        assert ask("ada@example.org").status_code == 302
    assert len(mail.outbox) == 3
    for n in range(25):
        assert ask(f"user{n}@example.org").status_code == 302
    assert len(mail.outbox) == 20


def test_a_site_can_close_its_sign_up(settings: Any) -> None:
    ask("ada@example.org")
    settings.SIGN_UP = False
    assert [Client().get(each).status_code for each in (SIGN_UP, find_link())] == [404, 404]
    assert b"Create an account" not in Client().get("/account/sign-in/").content


def test_pages_speak_the_language_of_the_browser() -> None:
    german = {"Accept-Language": "de"}
    assert "Konto anlegen" in Client().get(SIGN_UP, headers=german).content.decode()
    Client().post(SIGN_UP, {"email": "ada@example.org"}, headers=german)
    assert mail.outbox[0].subject == "Ihr Konto bei AiXplore"
