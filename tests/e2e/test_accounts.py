"""Accounts in a real browser: sign-up, second factor, passkey, legal texts and devices, by what stands on the screen.

axe-core finds no fault on any page, and the browser refuses nothing that a page asks for.
"""

from __future__ import annotations

import base64
import time
from typing import Any, Literal

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client
from playwright.sync_api import expect

from cms.identity.provider.clients import create_client
from cms.identity.provider.devices import DEVICE_GRANT
from cms.people.consents.records import list_consents
from cms.people.models import LegalText
from tests.e2e.admin import Admin
from tests.factories.content import make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def compute_code(secret: str, shift: int = 0) -> str:
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(int(time.time()) + shift).decode()


@pytest.mark.parametrize(("scheme", "scripts"), [("light", True), ("dark", False)])
def test_a_visitor_signs_up_and_adds_an_authenticator_app(
    open_member: Any, scheme: Literal["light", "dark"], scripts: bool
) -> None:
    """The second time without scripts, which axe-core needs."""
    member = open_member(java_script_enabled=scripts, color_scheme=scheme)
    if not scripts:
        member.look = lambda: None
    member.sign_up("ada@example.org")
    member.follow("Devices")
    member.look()
    member.follow("Second factor")
    member.follow("Set up an authenticator app")
    secret = member.page.locator("code").inner_text()
    member.fill(Code=compute_code(secret))
    member.press("Turn it on")
    member.expect_heading("Your recovery codes")
    member.look()
    member.follow("Continue")
    member.look()
    member.press("Sign out")
    member.sign_in("ada@example.org")
    member.expect_heading("Second step")
    member.fill(Code="000000")
    member.press("Sign in")
    expect(member.page.locator("#id_code_error")).to_contain_text("This code is wrong")
    member.fill(Code=compute_code(secret, 30))
    member.press("Sign in")
    member.expect_heading("Your profile")
    assert {url: found for url, found in member.faults.items() if found} == {}


def test_an_editor_signs_in_at_the_admin(open_member: Any) -> None:
    make_user("edith", groups=("Editor",))
    member = open_member()
    Admin(member.page, member.address).sign_in("edith", "password")
    expect(member.page.get_by_role("main")).to_be_visible()


def test_a_passkey_is_added_and_asked_for(open_member: Any) -> None:
    make_user("ada", email="ada@example.org")
    member = open_member()
    device = member.page.context.new_cdp_session(member.page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    member.sign_in("ada", "password")
    member.follow("Second factor")
    member.follow("Add a passkey")
    member.fill(Name="My phone")
    member.press("Add the passkey")
    member.expect_heading("Your recovery codes")
    member.follow("Continue")
    expect(member.page.get_by_role("main")).to_contain_text("My phone")
    for _ in range(2):  # the count of signatures grows
        member.press("Sign out")
        member.sign_in("ada", "password")
        member.expect_heading("Second step")
        member.press("Use a passkey")
        member.expect_heading("Your profile")
    member.press("Sign out")
    device.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    member.sign_in("ada", "password")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    member.press("Use a passkey")
    expect(member.page.get_by_role("alert").first).to_contain_text("The device did not answer")
    assert {url: found for url, found in member.faults.items() if found} == {}


def test_people_are_asked_at_their_sign_in_agree_and_withdraw(open_member: Any, take_picture: Any) -> None:
    ada = make_user("ada", email="ada@example.org")
    for kind in ("terms", "privacy"):
        LegalText.objects.create(kind=kind, version="2", address="https://example.org/2")
    member = open_member()
    member.sign_in("ada", "password")
    member.expect_heading("Consents")
    terms, privacy = (member.page.get_by_role("checkbox", name=each) for each in ("I agree", "I have read"))
    expect(member.page.get_by_role("link", name="Terms of use, version 2")).to_be_visible()
    take_picture(member.page, "consents-asked")
    terms.check()
    member.press("Continue")
    expect(member.page.get_by_text("Tick this box to go on.")).to_have_count(1)
    expect(terms).to_be_checked()
    member.follow("Devices")
    member.expect_heading("Consents")  # no other page before that
    terms.check()
    privacy.check()
    member.press("Continue")
    member.expect_heading("Where you are signed in")
    assert list_consents(ada).filter(withdrawn_at=None).count() == 2
    member.follow("Consents")
    take_picture(member.page, "consents-given")
    member.press("Withdraw Terms of use 2")
    expect(member.page.get_by_text("Your consent was withdrawn.")).to_be_visible()
    expect(terms).to_be_visible()
    expect(privacy).to_have_count(0)
    take_picture(member.page, "consents-withdrawn")
    member.look()
    assert list_consents(ada).filter(withdrawn_at=None).count() == 1
    assert {url: found for url, found in member.faults.items() if found} == {}


def test_a_person_allows_a_device_and_refuses_another(open_member: Any, take_picture: Any) -> None:
    make_user("ada", email="ada@example.org", display_name="Ada")
    tv, _none = create_client("TV app", [], is_public=True, is_device=True)

    def begin() -> dict[str, Any]:
        given = {"client_id": tv.client_id, "scope": "openid profile read"}
        return dict(Client().post("/oauth/device_authorization", given).json())

    def ask_for_tokens(device: dict[str, Any]) -> Any:
        given = {"client_id": tv.client_id, "device_code": device["device_code"], "grant_type": DEVICE_GRANT}
        return Client().post("/oauth/token", given)

    first, second = begin(), begin()
    member = open_member()
    member.page.goto(f"{member.address}/oauth/device")
    member.fill(**{"E-mail address or user name": "ada", "Password": "password"})
    member.press("Sign in")
    member.expect_heading("Sign in on a device")
    member.fill(Code="BCDF-GHJK")
    member.press("Continue")
    expect(member.page.locator("#id_user_code_error")).to_contain_text("No device waits for this code")
    take_picture(member.page, "device-wrong")
    member.fill(Code=first["user_code"].lower().replace("-", " "))
    member.press("Continue")
    member.expect_heading("Allow TV app access?")
    expect(member.page.get_by_role("main")).to_contain_text(first["user_code"])
    take_picture(member.page, "device-allow")
    member.press("Allow")
    member.expect_heading("Your device is signed in")
    take_picture(member.page, "device-done")
    assert "access_token" in ask_for_tokens(first).json()
    member.page.goto(f"{member.address}/oauth/device?user_code={second['user_code']}")
    member.expect_heading("Sign in on a device")  # what an address fills in is not sent by itself
    member.press("Continue")
    member.press("Cancel")
    member.expect_heading("The device was refused")
    member.look()
    assert ask_for_tokens(second).json()["error"] == "access_denied"
    assert {url: found for url, found in member.faults.items() if found} == {}
