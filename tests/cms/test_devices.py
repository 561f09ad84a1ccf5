"""Signing in on a device without a browser: what it is told while it waits, and who may not."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import Application, DeviceGrant

from cms.audit.models import AuditEvent
from cms.identity.provider.clients import create_client
from cms.identity.provider.devices import DEVICE_GRANT
from cms.identity.provider.families import end_sign_ins
from cms.identity.provider.jobs import delete_ended_tokens
from tests.factories.content import make_site, make_user
from tests.support.oauth import Website, forget_everything

pytestmark = pytest.mark.django_db
PAGE = "/oauth/device"


@pytest.fixture(autouse=True)
def site() -> None:
    forget_everything()
    make_site()


class Device:
    """A television with a public client."""

    def __init__(self, name: str = "TV", **given: Any) -> None:
        self.client, self.secret = create_client(name, [], **{"is_public": True, "is_device": True, **given})
        self.codes: dict[str, Any] = {}

    def post(self, path: str, **data: Any) -> Any:
        own = {"client_id": self.client.client_id, **({"client_secret": self.secret} if self.secret else {})}
        return Client().post(f"/oauth/{path}", {**own, **data})

    def begin(self, **data: Any) -> Any:
        response = self.post("device_authorization", **data)
        self.codes = response.json()
        return response

    def poll(self, wait: float = 6, **data: Any) -> Any:
        """Ask for tokens; wait: as if so many seconds had passed since it asked last."""
        DeviceGrant.objects.update(last_checked=timezone.now() - timedelta(seconds=wait))
        return self.post(
            "token", grant_type=DEVICE_GRANT, **{"device_code": self.codes["device_code"], **data}
        )


def sign_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decide(user: Any, device: Device, decision: str = "allow") -> Any:
    return sign_in(user).post(PAGE, {"user_code": device.codes["user_code"], "decision": decision})


@pytest.fixture
def device() -> Device:
    made = Device()
    assert made.begin(scope="openid read").status_code == 200
    return made


class TestSigningIn:
    def test_its_owner_enters_the_code_and_it_gets_tokens_once(self, device: Device) -> None:
        user = make_user("reader")
        assert device.codes["verification_uri"] == "http://127.0.0.1:8000/oauth/device"
        assert device.poll().json()["error"] == "authorization_pending"
        asked = sign_in(user).post(PAGE, {"user_code": device.codes["user_code"].lower().replace("-", " ")})
        assert "Allow TV access?" in asked.content.decode()
        assert device.poll().json()["error"] == "authorization_pending"
        assert "Your device is signed in" in decide(user, device).content.decode()
        tokens = device.poll().json()
        assert {"access_token", "refresh_token", "expires_in"} <= tokens.keys() and tokens[
            "scope"
        ] == "openid read"
        assert device.poll().json()["error"] == "invalid_grant"
        event = AuditEvent.objects.get(kind="device.allowed")
        assert (event.actor, event.data) == (user.pk, {"client": device.client.client_id})

    def test_codes_are_stored_as_hashes(self, device: Device) -> None:
        grant = DeviceGrant.objects.get()
        assert device.codes["device_code"] not in str(vars(grant)) and len(grant.device_code) == 64

    def test_an_address_with_a_code_fills_it_in_and_sends_nothing(self, device: Device) -> None:
        page = sign_in(make_user("reader")).get(f"{PAGE}?user_code={device.codes['user_code']}")
        assert f'value="{device.codes["user_code"]}"' in page.content.decode()
        assert DeviceGrant.objects.get().status == DeviceGrant.AUTHORIZATION_PENDING

    def test_the_page_that_asks_shows_the_code_and_no_text_that_came_with_it(self, device: Device) -> None:
        given = f"{device.codes['user_code']} \u043e\u043a 0800-1"
        page = sign_in(make_user("reader")).post(PAGE, {"user_code": given}).content.decode()
        assert (
            f"shows {device.codes['user_code']}." in page
            and "0800" not in page
            and "\u043e\u043a" not in page
        )

    def test_who_is_not_signed_in_does_so_first(self, device: Device) -> None:
        assert Client().get(PAGE).headers["Location"] == "/account/sign-in/?next=/oauth/device"
        Client().post(PAGE, {"user_code": device.codes["user_code"], "decision": "allow"})
        assert device.poll().json()["error"] == "authorization_pending"

    def test_a_device_with_a_secret_has_to_send_it(self) -> None:
        device = Device("Kiosk", is_public=False)
        device.begin()
        decide(make_user("reader"), device)
        assert device.poll(client_secret="wrong").json()["error"] == "invalid_client"
        assert device.poll().status_code == 200
        assert device.post("device_authorization", client_secret="wrong").status_code == 401


class TestRefusals:
    def test_a_device_that_asks_at_once_is_not_told_to_slow_down(self, device: Device) -> None:
        """The interval is that between two requests for tokens (RFC 8628, 3.2)."""
        asked = {"grant_type": DEVICE_GRANT, "device_code": device.codes["device_code"]}
        answers = [device.post("token", **asked).json()["error"] for _ in range(2)]
        assert answers == ["authorization_pending", "slow_down"]

    def test_who_asks_too_often_waits_longer(self, device: Device) -> None:
        assert device.poll(wait=1).json()["error"] == "slow_down" and DeviceGrant.objects.get().interval == 10
        assert device.poll(wait=6).json()["error"] == "slow_down"
        assert device.poll(wait=16).json()["error"] == "authorization_pending"

    @pytest.mark.parametrize(
        "state", ["denied", "expired", "closed", "ended", "of another client", "wrong", "none"]
    )
    def test_no_tokens(self, device: Device, state: str) -> None:
        user = make_user("reader")
        sent: dict[str, Any] = {}
        decide(user, device, "deny" if state == "denied" else "allow")
        if state == "expired":
            DeviceGrant.objects.update(expires=timezone.now())
        elif state == "closed":
            type(user).objects.filter(pk=user.pk).update(is_active=False)
        elif state == "ended":
            end_sign_ins(user.pk, "sessions")
        elif state == "of another client":
            device.client = Device("Other").client
        else:
            sent = {"wrong": {"device_code": "x"}, "none": {"device_code": ""}}.get(state, {})
        answer = device.poll(**sent)
        errors = {"denied": "access_denied", "closed": "access_denied", "expired": "expired_token"}
        assert answer.json()["error"] == errors.get(state, "invalid_grant") and answer.status_code == 400

    def test_a_request_without_a_code_is_refused(self, device: Device) -> None:
        assert device.post("token", grant_type=DEVICE_GRANT).json()["error"] == "invalid_grant"

    def test_a_code_is_decided_once(self, device: Device) -> None:
        decide(make_user("reader"), device)
        again = decide(make_user("mallory"), device)
        assert (
            "No device waits" in again.content.decode()
            and DeviceGrant.objects.get().user.username == "reader"
        )

    def test_codes_are_not_guessed_at(self, device: Device) -> None:
        browser = sign_in(make_user("mallory"))
        statuses = [
            browser.post(PAGE, {"user_code": f"BCDFGHJ{letter}"}).status_code for letter in "BCDFGHJKLMN"
        ]
        assert statuses == [200] * 10 + [429]
        assert browser.post(PAGE, {"user_code": device.codes["user_code"]}).status_code == 429

    def test_other_clients_get_no_codes(self) -> None:
        website = Website()
        assert website.post("device_authorization").json() == {"error": "unauthorized_client"}
        assert website.post("token", grant_type=DEVICE_GRANT, device_code="x").json()["error"] in (
            "invalid_grant",
            "unauthorized_client",
        )
        assert Client().post("/oauth/device_authorization", {"client_id": "x"}).status_code == 401
        assert Device().begin(scope="openid admin").json() == {"error": "invalid_scope"}
        assert Client().get("/oauth/device_authorization").status_code == 405

    def test_a_network_gets_so_many_codes(self, settings: Any) -> None:
        settings.RATE_BUCKETS = {"oauth_device": {"amount": 1, "seconds": 300}}
        device = Device()
        assert [device.begin().status_code for _each in range(2)] == [200, 429]

    def test_a_waiting_device_uses_nothing_up(self, settings: Any, device: Device) -> None:
        settings.RATE_BUCKETS = {"oauth": {"amount": 1, "seconds": 300}}
        assert {device.poll().json()["error"] for _each in range(3)} == {"authorization_pending"}
        assert device.poll(device_code="x").json()["error"] == "invalid_grant"
        refused = device.poll()
        assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0

    def test_ended_codes_are_deleted_at_night(self, device: Device) -> None:
        DeviceGrant.objects.update(expires=timezone.now())
        delete_ended_tokens()
        assert not DeviceGrant.objects.exists()


class TestClients:
    def test_the_command_makes_one(self) -> None:
        out = StringIO()
        call_command("oauth_client", "create", "TV", "--device", "--public", stdout=out)
        assert out.getvalue() == f"client_id={Application.objects.get().client_id}\n"

    @pytest.mark.parametrize("words", [[], ["--device", "--redirect-uri", "https://www.example.com/"]])
    def test_a_client_has_a_browser_or_none(self, words: list[str]) -> None:
        with pytest.raises(CommandError, match="--redirect-uri, or --device"):
            call_command("oauth_client", "create", "TV", *words)
        assert not Application.objects.exists()


class TestIntrospection:
    def test_a_client_is_told_of_its_own_tokens_alone(self) -> None:
        website, other = Website(), Website("Other")
        tokens = website.sign_in(make_user("reader"))
        assert website.post("introspect", token=tokens["access_token"]).json()["active"] is True
        assert other.post("introspect", token=tokens["access_token"]).json() == {"active": False}

    def test_no_grant_that_is_named_stands_for_a_secret(self) -> None:
        public = Website("App", is_public=True)
        tokens = public.sign_in(make_user("reader"))
        asked = public.post("introspect", token=tokens["access_token"], grant_type=DEVICE_GRANT)
        assert (asked.status_code, asked.json()) == (401, {"error": "invalid_client"})
