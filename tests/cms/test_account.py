"""The pages of one's own account: password, e-mail address, devices, and where a sign-in leads."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.identity.models import User
from cms.identity.privacy import export_person
from cms.people.models import Session
from tests.factories.content import make_site, make_user

pytestmark = pytest.mark.django_db
SIGN_IN, NEW = "/account/sign-in/", "rather long and odd"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGES = ("/account/", "/account/email/", "/account/password/", "/account/devices/", "/account/confirm/")
CHANGES = ("/account/email/", "/account/password/", "/account/email/x/")
ELSEWHERE = [
    "//evil.example/", "/\\evil.example/", "\\\\evil.example", "///evil.example", "/\t/evil.example/", "/\n/evil.example",
    "https://evil.example/", "https:evil.example", "http:///evil.example/", "javascript:alert(1)", "data:text/html,x",
    "//testserver@evil.example/", "https://testserver.evil.example/", "ftp://testserver/", "////evil.example",
    "/%09/../\r//evil.example", " //evil.example", "\x00//evil.example", "[::1]", "//[evil.example", "\u2028//evil.example",
]  # fmt: skip


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def ada() -> User:
    return make_user("ada", email="ada@example.org")


def sign_in(name: str = "ada", password: str = "password", **extra: str) -> Client:
    client = Client(**extra)
    assert client.post(SIGN_IN, {"username": name, "password": password}).status_code == 302
    return client


def find_link() -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


@pytest.mark.parametrize("path", PAGES)
def test_only_members_see_account_pages_and_no_cache_keeps_them(path: str, ada: User) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{SIGN_IN}?next={path}")
    shown = sign_in().get(path)
    assert shown.status_code == 200 and "no-store" in shown["Cache-Control"]
    assert "script-src 'self'" in shown["Content-Security-Policy"] and shown["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_sign_in_leads_to_another_site(target: str, ada: User) -> None:
    client = Client()
    assert b"evil" not in client.get(SIGN_IN, {"next": target}).content
    given = {"username": "ada", "password": "password", "next": target}
    for path in (SIGN_IN, "/admin/login/", "/_util/login/"):
        assert Client().post(path, given).headers["Location"] == "/account/"
    client = sign_in()
    assert client.get(SIGN_IN, {"next": target}).headers["Location"] == "/account/"
    asked = client.post("/account/confirm/", {"password": "password", "next": target})
    assert asked.headers["Location"] == "/account/"
    Client().post("/account/sign-up/", {"email": "new@example.org", "next": target})
    finished = Client().post(find_link(), {"password": NEW})
    assert finished.headers["Location"] == "/account/"


def test_a_sign_up_leads_to_where_the_visitor_was_going() -> None:
    Client().post("/account/sign-up/", {"email": "new@example.org", "next": "/solutions/x/"})
    assert Client().post(find_link(), {"password": NEW}).headers["Location"] == "/solutions/x/"


@pytest.mark.parametrize("path", CHANGES)
def test_who_signed_in_long_ago_proves_it_again(path: str, ada: User) -> None:
    client = sign_in()
    session = client.session
    session["confirmed_at"] -= 601
    session.save()
    assert client.get(path).headers["Location"] == f"/account/confirm/?{urlencode({'next': path})}"
    wrong = client.post("/account/confirm/", {"password": "wrong", "next": path})
    assert wrong.status_code == 200 and "This is not your password." in wrong.content.decode()
    right = client.post("/account/confirm/", {"password": "password", "next": path})
    assert right.headers["Location"] == path and client.get(path).status_code in (200, 410)


def test_passwords_are_not_guessed_at_where_they_are_confirmed(ada: User) -> None:
    client = sign_in()
    statuses = [client.post("/account/confirm/", {"password": "wrong"}).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_a_new_password_ends_all_other_sessions_and_its_owner_is_told(ada: User) -> None:
    here, there = sign_in(), sign_in()
    given = {"old_password": "password", "new_password1": NEW, "new_password2": NEW}
    assert here.post("/account/password/", {**given, "old_password": "wrong"}).status_code == 200
    assert here.post("/account/password/", given).headers["Location"] == "/account/"
    assert [each.get("/account/").status_code for each in (here, there)] == [200, 302]
    assert Session.objects.filter(user=ada).count() == 1
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (
        ["ada@example.org"],
        "Your password at AiXplore was changed",
    )
    sign_in(password=NEW)


def test_a_forgotten_password_is_set_by_mail_once(ada: User) -> None:
    open_one = sign_in()
    Client().post("/account/password/forgotten/", {"email": "Ada@Example.org"})
    link, client = find_link(), Client()
    form = client.get(link).headers["Location"]
    assert "set-password" in form and client.get(form).status_code == 200
    answer = client.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert answer.headers["Location"] == SIGN_IN and "sessionid" in client.cookies
    assert client.get("/account/").status_code == 302 and open_one.get("/account/").status_code == 302
    assert [Client().get(each).status_code for each in (link, "/account/password/set/x/y-z/")] == [410, 410]
    sign_in("ada@example.org", NEW)


def test_an_address_changes_when_its_link_is_followed(ada: User) -> None:
    client = sign_in()
    assert client.post("/account/email/", {"email": "new@example.org"}).headers["Location"] == "/account/"
    ada.refresh_from_db()
    assert ada.email == "ada@example.org" and mail.outbox[-1].to == ["new@example.org"]
    link = find_link()
    make_user("eve", email="eve@example.org")
    assert sign_in("eve").post(link).status_code == 410
    assert client.get(link).status_code == 200
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert client.post(link).headers["Location"] == "/account/"
    ada.refresh_from_db()
    assert ada.email == "new@example.org" and mail.outbox[-1].to == ["ada@example.org"]
    assert client.post(link).status_code == 410


def test_an_address_of_somebody_else_is_not_told_and_not_taken(ada: User) -> None:
    make_user("bob", email="bob@example.org")
    client = sign_in()
    answers = [
        client.post("/account/email/", {"email": each}) for each in ("bob@example.org", "free@example.org")
    ]
    assert len({(each.status_code, each.headers["Location"], each.content) for each in answers}) == 1
    assert [each.subject for each in mail.outbox] == [
        "You have an account at AiXplore",
        "Confirm your address for AiXplore",
    ]
    link = find_link()
    make_user("fred", email="free@example.org")
    assert client.post(link).status_code == 410
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_devices_are_listed_and_signed_out(ada: User) -> None:
    here, there = sign_in(), sign_in(HTTP_USER_AGENT=FIREFOX)
    page = here.get("/account/devices/").content.decode()
    assert "Firefox, Linux" in page and page.count("This device") == 1
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert len(keys) == 2 and not any(key in page for key in keys)
    (name,) = re.findall(r"/account/devices/([0-9a-f]{32})/", page)
    make_user("eve")
    assert sign_in("eve").post(f"/account/devices/{name}/").status_code == 404
    assert here.get(f"/account/devices/{name}/").status_code == 405
    assert there.get("/account/").status_code == 200
    assert here.post(f"/account/devices/{name}/").status_code == 302
    assert [each.get("/account/").status_code for each in (here, there)] == [200, 302]


def test_all_other_devices_are_signed_out(ada: User) -> None:
    here, *others = [sign_in() for _ in range(3)]
    assert here.post("/account/devices/others/").status_code == 302
    assert [each.get("/account/").status_code for each in (here, *others)] == [200, 302, 302]


def test_a_session_says_when_it_was_used_without_a_write_at_each_request(
    ada: User, django_assert_num_queries: Any
) -> None:
    client = sign_in()
    with django_assert_num_queries(6):  # session, user, permissions of both kinds, consents, legal texts
        client.get("/account/email/")
    long_ago = timezone.now() - timedelta(hours=1)
    Session.objects.update(last_used_at=long_ago)
    with django_assert_num_queries(7):
        client.get("/account/email/")
    assert Session.objects.get().last_used_at > long_ago
    assert [set(each) for each in export_person(ada)["sessions"]] == [
        {"device", "signed_in_at", "last_used_at"}
    ]


def test_hashes_are_argon2_and_older_ones_are_replaced_at_sign_in(ada: User, settings: Any) -> None:
    from cms.config.settings import base

    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    User.objects.update(password=make_password("password", hasher="pbkdf2_sha256"))
    sign_in()
    ada.refresh_from_db()
    assert ada.password.startswith("argon2$argon2id$")
    sign_in()


@pytest.mark.parametrize(
    "path", ["/admin/password_reset/", "/admin/password_reset/confirm/x/y/", "/admin/account/"]
)
def test_passwords_and_addresses_of_staff_change_on_the_same_pages(path: str) -> None:
    make_user("ed", groups=("Editor",))
    client = sign_in("ed")
    answer = client.get(path)
    if path == "/admin/account/":
        assert answer.status_code == 200
        assert b"new_password" not in answer.content and b'name="name_email-email"' not in answer.content
    elif "confirm" in path:
        assert answer.status_code == 404
    else:
        assert answer.headers["Location"] == "/account/password/forgotten/"


@pytest.mark.parametrize(("text", "name"), [
    (FIREFOX, "Firefox, Linux"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iOS"),
    ("<script>", "Unknown device"), ("", "Unknown device"), ("x" * 9000, "Unknown device"),
])  # fmt: skip
def test_devices_have_names_that_people_know(text: str, name: str, ada: User) -> None:
    page = sign_in(HTTP_USER_AGENT=text).get("/account/devices/").content.decode()
    assert f"<strong>{name}</strong>" in page and "<script" not in page
