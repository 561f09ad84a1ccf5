"""Sign-in, sign-out and forgotten passwords: others cannot lock somebody out, flood their mail, or learn of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.admin.views.account import LogoutView

from tests.factories.content import make_site, make_user
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
LOGINS = ("/account/sign-in/", "/admin/login/", "/_util/login/")
RESET = "/account/password/forgotten/"
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def sign_in(
    client: Client, name: str, password: str, address: str, path: str = LOGINS[0], **extra: str
) -> int:
    given = {"username": name, "password": password}
    return client.post(path, given, REMOTE_ADDR=address, **extra).status_code


@pytest.mark.parametrize("path", LOGINS)
def test_wrong_passwords_from_one_network_leave_the_owner_another_one(path: str) -> None:
    make_user("ada", is_superuser=True)
    forwarded = [{"HTTP_X_FORWARDED_FOR": f"203.0.113.{n}"} for n in range(12)]
    statuses = [sign_in(Client(), "ada", "wrong", ELSEWHERE, path, **each) for each in forwarded]
    assert statuses == [200] * 10 + [429] * 2
    assert sign_in(Client(), "ADA ", "password", ELSEWHERE, path) == 429
    assert sign_in(Client(), "ada", "password", HOME, path) == 302


@pytest.mark.parametrize("path", LOGINS)
def test_a_known_device_is_counted_apart_from_all_others(path: str) -> None:
    make_user("ada", is_superuser=True)
    make_user("bob", is_superuser=True)
    owner = Client()
    assert sign_in(owner, "ada", "password", HOME, path) == 302
    owner.cookies.pop("sessionid")
    for n in range(110):  # more than one account, and one network, may be tried
        sign_in(Client(), "ada", "wrong", f"203.0.113.{n}" if n < 100 else HOME, path)
    assert sign_in(Client(), "ada", "password", "192.0.2.99", path) == 429
    assert sign_in(owner, "bob", "wrong", "203.0.113.1", path) == 200
    assert [sign_in(owner, "ada", "wrong", HOME, path) for _ in range(11)] == [200] * 10 + [429]
    cookie = owner.cookies["known_device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["path"] == ("/account/" if path.startswith("/account/") else path)


def sign_in_and_out(owner: Client) -> None:
    assert sign_in(owner, "ada", "password", HOME) == 302
    owner.cookies.pop("sessionid")


@pytest.mark.parametrize("change", ["password", "set unusable", "account removed"])
def test_a_device_is_known_as_long_as_the_password_stays(change: str) -> None:
    ada, owner, kept = make_user("ada", is_superuser=True), Client(), Client()
    for device in (owner, kept):
        sign_in_and_out(device)
    for _ in range(10):
        sign_in(Client(), "ada", "wrong", ELSEWHERE)
    assert sign_in(owner, "ada", "wrong", ELSEWHERE) == 200  # counted for the device
    if change == "account removed":
        ada.delete()
    elif change == "password":
        ada.set_password("another one")
        ada.save()
    else:
        ada.set_unusable_password()
        ada.save()
    assert sign_in(owner, "ada", "password", ELSEWHERE) == 429
    if change == "password":
        assert sign_in(kept, "ada", "another one", HOME) == 302
        kept.cookies.pop("sessionid")
        assert sign_in(kept, "ada", "another one", ELSEWHERE) == 302  # known again


@pytest.mark.parametrize("forged", ["", "x", "eyJhY2NvdW50IjoiYWRhIiwiZGV2aWNlIjoieCJ9:1:x"])
def test_a_forged_device_is_none(forged: str) -> None:
    make_user("ada", is_superuser=True)
    client = Client()
    client.cookies["known_device"] = forged
    statuses = [sign_in(client, "ada", "wrong", ELSEWHERE) for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def reset(email: str, address: str = HOME) -> tuple[int, str, bytes]:
    answer = Client().post(RESET, {"email": email}, REMOTE_ADDR=address)
    return answer.status_code, answer.headers["Location"], answer.content


def test_forgotten_passwords_are_answered_alike_and_mailed_three_times() -> None:
    make_user("ada", email="ada@example.org")
    answers = [reset(each) for each in ["ada@example.org"] * 2 + ["ADA@example.org "] * 13]
    answers += [reset("nobody@example.org", ELSEWHERE)]
    assert set(answers) == {(302, "/account/password/sent/", b"")}
    assert [each.to for each in mail.outbox] == [["ada@example.org"]] * 3
    assert "/account/password/set/" in mail.outbox[0].body


@pytest.mark.parametrize("spelling", ["ada@example.org", "ADA@Example.org", " ada@example.org "])
def test_nobody_uses_up_the_mails_of_somebody_elses_address(spelling: str) -> None:
    make_user("ada", email="ada@example.org")
    for _ in range(30):
        reset(spelling, ELSEWHERE)
    assert len(mail.outbox) == 3
    reset("ada@example.org", HOME)
    assert len(mail.outbox) == 4


def test_one_address_gets_twenty_mails_from_however_many_networks() -> None:
    make_user("ada", email="ada@example.org")
    for n in range(25):
        reset("ada@example.org", f"203.0.113.{n}")
    assert len(mail.outbox) == 20


def test_one_network_asks_for_twenty_mails() -> None:
    for n in range(25):
        make_user(f"user{n}", email=f"user{n}@example.org")
        reset(f"user{n}@example.org", ELSEWHERE)
    assert len(mail.outbox) == 20
    reset("user24@example.org")
    assert len(mail.outbox) == 21


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_post_signs_out(method: str) -> None:
    client = sign_in_client("Editor")
    refused = getattr(client, method)("/admin/logout/")
    assert refused.status_code == 405 and "sessionid" not in refused.cookies
    assert client.get("/admin/").status_code == 200
    assert client.post("/admin/logout/").status_code == 302
    assert client.get("/admin/").status_code == 302


def test_wagtail_still_deletes_the_session_when_it_refuses(rf: Any) -> None:
    """Once this fails, cms.compat.wagtail_sign_out can go."""
    client = sign_in_client("Editor")
    request = client.get("/admin/").wsgi_request
    request.method = "GET"
    assert "sessionid" in LogoutView.as_view()(request).cookies


@pytest.mark.parametrize(
    ("role", "given", "target"),
    [
        ("Editor", {}, "/admin/"),
        ("Editor", {"next": "/admin/pages/"}, "/admin/pages/"),
        ("Editor", {"next": "//evil.example/"}, "/admin/"),
        (None, {}, "/account/"),
        (None, {"next": "/about/"}, "/about/"),
    ],
)
def test_sign_in_leads_somewhere_that_exists(role: str | None, given: dict[str, str], target: str) -> None:
    make_user("ada", groups=(role,) if role else ())
    answer = Client().post(LOGINS[1], {"username": "ada", "password": "password", **given})
    assert (answer.status_code, answer.headers["Location"]) == (302, target)


def test_spellings_that_find_one_account_are_counted_as_one() -> None:
    """The database compares in capitals, where ı is I, too."""
    make_user("victim", email="victim@mixmi.example")
    spellings = [f"victim@m{a}xm{b}.example" for a in "iıI" for b in "iıI"]
    for number in range(45):
        given = {"email": spellings[number % len(spellings)]}
        Client().post(RESET, given, REMOTE_ADDR=f"10.0.{number}.1")
    assert {each.to[0] for each in mail.outbox} == {"victim@mixmi.example"} and len(mail.outbox) == 20
    tried = [sign_in(Client(), spelling, "wrong", ELSEWHERE) for spelling in spellings + spellings]
    assert tried == [200] * 10 + [429] * 8
