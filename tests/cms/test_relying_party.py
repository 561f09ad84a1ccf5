"""Our provider, as npm openid-client sees it: it checks signatures, claims, states and errors by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from oauth2_provider.models import DeviceGrant, RefreshToken

from cms.identity.models import LogoutAddress, LogoutNotice
from cms.identity.provider import devices
from cms.identity.provider.clients import create_client
from cms.people.proved_emails import note_proof
from tests.factories.content import make_site, make_user
from tests.support.oauth import LOGOUT, REDIRECT, forget_everything
from tests.support.openid.relying_party import fetch, run_relying_party

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
        if "_auth_user_id" not in self.browser.session:
            self.browser.force_login(self.user)
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


class Commits:
    """Does what waits for the commit of a request, such as telling clients, as soon as the request is answered."""

    def __init__(self, capture: Any) -> None:
        self.capture = capture

    def after(self, answer: Any) -> Any:
        def run(question: dict[str, Any]) -> Any:
            with self.capture(execute=True):
                return answer(question)

        return run


def test_a_website_and_a_device_take_every_step(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = make_user("reader", email="ada@example.org", display_name="Ada")
    note_proof(user)
    website, secret = create_client("Website", [REDIRECT], [LOGOUT])
    device, _none = create_client("TV", [], is_public=True, is_device=True)
    given = {
        "issuer": ISSUER, "device": {"id": device.client_id},
        "website": {"id": website.client_id, "secret": secret, "redirect": REDIRECT, "logout": LOGOUT},
    }  # fmt: skip
    person = Person(user)
    commits = Commits(django_capture_on_commit_callbacks)

    def listen(question: dict[str, Any]) -> dict[str, bool]:
        host = f"127.0.0.1:{question['listen']}"
        settings.OUTGOING_ALLOWED_HOSTS = [host]
        LogoutAddress.objects.create(client=website, uri=f"http://{host}/ended")
        return {"done": True}

    answers = {
        "visit": commits.after(person.visit), "enter": person.enter, "listen": listen,
        "fetch": commits.after(lambda question: fetch(question["fetch"])),
    }  # fmt: skip
    found = run_relying_party(given, answers)
    site, profile = found["website"], {"sub": str(user.pk), "name": "Ada"}
    seen = {**profile, "email": "ada@example.org", "email_verified": True}
    assert site["userinfo"] == seen and seen.items() <= site["claims"].items()
    assert (site["introspected"], site["reused"], site["after"]) == (True, "invalid_grant", False)
    assert site["left"] == f"{LOGOUT}?state=bye"
    assert found["allowed"] == {"userinfo": profile, "gone": "invalid_grant", "scope": "openid profile"}
    assert found["denied"] == {"error": "access_denied"}
    ended = found["backchannel"]
    assert ended["supported"] and ended["wrong"] == "ERR_JWT_CLAIM_VALIDATION_FAILED"
    assert [(each["sub"], each["sid"]) for each in ended["told"]] == [
        (str(user.pk), sid) for sid in ended["sids"]
    ]
    assert not LogoutNotice.objects.exists()
    assert not DeviceGrant.objects.filter(status=DeviceGrant.AUTHORIZED).exists()
    assert not RefreshToken.objects.filter(revoked=None).exists()
