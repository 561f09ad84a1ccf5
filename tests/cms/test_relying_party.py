"""Our provider, as npm openid-client sees it: it checks signatures, claims, states and errors by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from oauth2_provider.models import DeviceGrant, RefreshToken

from cms.identity.provider import devices
from cms.identity.provider.clients import create_client
from cms.people.proved_emails import note_proof
from tests.factories.content import make_site, make_user
from tests.support.oauth import LOGOUT, REDIRECT, forget_everything
from tests.support.openid.relying_party import run_relying_party

pytestmark = pytest.mark.django_db
ISSUER = "http://127.0.0.1:8000/oauth"


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_everything()
    make_site()
    monkeypatch.setattr(devices, "INTERVAL", 1)


class Person:
    """Goes where the program leads, with a browser that is signed in."""

    def __init__(self, user: Any) -> None:
        self.user, self.browser = user, Client()
        self.browser.force_login(user)

    def visit(self, question: dict[str, Any]) -> dict[str, str]:
        parts = urlsplit(question["visit"])
        answer = self.browser.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 302, answer.content
        return {"url": answer.headers["Location"]}

    def enter(self, question: dict[str, Any]) -> dict[str, bool]:
        """Open the address of the device, send the code it fills in, and decide."""
        self.browser.force_login(self.user)
        parts = urlsplit(question["enter"]["verification_uri_complete"])
        page = self.browser.get(f"{parts.path}?{parts.query}")
        code = page.context["form"]["user_code"].value()
        asked = self.browser.post(parts.path, {"user_code": code})
        assert code in asked.content.decode() and "Allow TV access?" in asked.content.decode()
        self.browser.post(parts.path, {"user_code": code, "decision": question["decision"]})
        return {"done": True}


def test_a_website_and_a_device_take_every_step() -> None:
    user = make_user("reader", email="ada@example.org", display_name="Ada")
    note_proof(user)
    website, secret = create_client("Website", [REDIRECT], [LOGOUT])
    device, _none = create_client("TV", [], is_public=True, is_device=True)
    given = {
        "issuer": ISSUER, "device": {"id": device.client_id},
        "website": {"id": website.client_id, "secret": secret, "redirect": REDIRECT, "logout": LOGOUT},
    }  # fmt: skip
    person = Person(user)
    found = run_relying_party(given, {"visit": person.visit, "enter": person.enter})
    site, profile = found["website"], {"sub": str(user.pk), "name": "Ada"}
    seen = {**profile, "email": "ada@example.org", "email_verified": True}
    assert site["userinfo"] == seen and seen.items() <= site["claims"].items()
    assert (site["introspected"], site["reused"], site["after"]) == (True, "invalid_grant", False)
    assert site["left"] == f"{LOGOUT}?state=bye"
    assert found["allowed"] == {"userinfo": profile, "gone": "invalid_grant", "scope": "openid profile"}
    assert found["denied"] == {"error": "access_denied"}
    assert not DeviceGrant.objects.filter(status=DeviceGrant.AUTHORIZED).exists()
    assert not RefreshToken.objects.filter(revoked=None).exists()
