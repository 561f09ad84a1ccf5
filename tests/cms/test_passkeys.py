"""Passkeys: a device signs the challenge of this session, for this site, and counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cms.identity.models import User
from cms.people.models import Passkey
from tests.factories.content import make_site, make_user
from tests.support.passkeys import SoftwareDevice

pytestmark = pytest.mark.django_db
ORIGIN = "https://cms.example"
ADD, OPTIONS = "/account/factors/passkey/", "/account/factors/passkey/options/"
USE, CHALLENGE = "/account/sign-in/passkey/", "/account/sign-in/passkey/challenge/"
REFUSED = b"The passkey was not accepted"


@pytest.fixture(autouse=True)
def site(settings: Any) -> Any:
    settings.WAGTAILADMIN_BASE_URL = ORIGIN
    return make_site()


@pytest.fixture
def ada() -> User:
    return make_user("ada", email="ada@example.org")


def enter_password(name: str = "ada") -> Client:
    client = Client()
    assert client.post("/account/sign-in/", {"username": name, "password": "password"}).status_code == 302
    return client


def add(client: Client, device: SoftwareDevice, origin: str = "") -> Any:
    options = client.post(OPTIONS).json()["publicKey"]
    return client.post(ADD, {"name": "Phone", "answer": device.create(options, origin)})


def ask(client: Client) -> dict[str, Any]:
    options: dict[str, Any] = client.post(CHALLENGE).json()["publicKey"]
    return options


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_passkey_signs_somebody_in_after_the_password(ada: User) -> None:
    device = SoftwareDevice(ORIGIN)
    page = add(enter_password(), device)
    assert b"Your recovery codes" in page.content
    for _ in range(2):
        client = enter_password()
        assert not is_signed_in(client)
        answer = client.post(USE, {"answer": device.get(ask(client))})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/")
        assert is_signed_in(client)
    assert Passkey.objects.get().sign_count == 2


def test_a_passkey_of_another_site_is_not_added(ada: User) -> None:
    client = enter_password()
    assert (
        b"The device was not accepted" in add(client, SoftwareDevice(ORIGIN), "https://evil.example").content
    )
    assert not Passkey.objects.exists()


@pytest.mark.parametrize(
    "fault", ["origin", "old challenge", "other session", "other person", "copy", "other key"]
)
def test_what_a_device_did_not_sign_here_and_now_is_refused(fault: str, ada: User) -> None:
    device, client = SoftwareDevice(ORIGIN), enter_password()
    add(client, device)
    client = enter_password()
    options, origin = ask(client), ""
    if fault == "origin":
        origin = "https://cms.example.evil.example"
    elif fault == "old challenge":
        ask(client)
    elif fault == "other session":
        options = ask(enter_password())
    elif fault == "other person":
        make_user("eve")
        device = SoftwareDevice(ORIGIN)
        add(enter_password("eve"), device)
    elif fault == "copy":
        Passkey.objects.update(sign_count=5)
    else:
        device.key = SoftwareDevice(ORIGIN).key
    refused = client.post(USE, {"answer": device.get(options, origin)})
    assert refused.status_code == 200 and REFUSED in refused.content and not is_signed_in(client)


def test_an_answer_is_used_once(ada: User) -> None:
    device = SoftwareDevice(ORIGIN)
    add(enter_password(), device)
    client = enter_password()
    answer = device.get(ask(client))
    assert client.post(USE, {"answer": answer}).status_code == 302
    again = enter_password()
    assert REFUSED in again.post(USE, {"answer": answer}).content and not is_signed_in(again)


def test_a_device_is_added_once_and_removed_by_its_owner(ada: User) -> None:
    device, client = SoftwareDevice(ORIGIN), enter_password()
    add(client, device)
    assert b"The device was not accepted" in add(client, device).content
    key = Passkey.objects.get().pk
    make_user("eve")
    assert enter_password("eve").post(f"/account/factors/passkey/{key}/remove/").status_code == 404
    assert client.post(f"/account/factors/passkey/{key}/remove/").status_code == 302
    assert not Passkey.objects.exists() and not ada.recovery_codes.exists()
    assert is_signed_in(enter_password())


@pytest.mark.parametrize(
    ("address", "offered"), [("http://127.0.0.1:8000", False), ("http://[::1]", False), (ORIGIN, True)]
)
def test_passkeys_are_offered_where_browsers_make_them(
    address: str, offered: bool, ada: User, settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = address
    assert (b"Add a passkey" in enter_password().get("/account/factors/").content) is offered


@pytest.mark.parametrize(
    ("path", "allowed"), [("/account/sign-in/", "(self)"), ("/admin/login/", "()"), ("/graphql", "()")]
)
def test_browsers_use_passkeys_on_the_pages_of_accounts_alone(path: str, allowed: str) -> None:
    answer = Client().get(path)
    assert f"publickey-credentials-get={allowed}" in answer["Permissions-Policy"]
