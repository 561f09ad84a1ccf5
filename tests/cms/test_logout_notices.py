"""Clients are told of sign-ins that ended here: OpenID Connect Back-Channel Logout 1.0."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import Application, RefreshToken

from cms.base.measures import LOGOUT_NOTICES
from cms.identity.models import LogoutAddress, LogoutNotice, User
from cms.identity.privacy import erase_person
from cms.identity.provider import logout_notices
from cms.identity.provider.clients import delete_client
from cms.identity.provider.logout_notices import EVENT, PAUSES, note_ended, send_due_notices
from cms.identity.provider.signing_keys import find_signer
from cms.testing.statements import exact_statements
from tests.factories.content import make_site, make_user
from tests.support.oauth import REDIRECT, Website, forget_everything

pytestmark = pytest.mark.django_db


class Receiver:
    """The client's server: it keeps what it is sent, and answers with `status`."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
                receiver.tokens += parse_qs(body)["logout_token"]
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"

    def read(self, client_id: str) -> list[dict[str, Any]]:
        """The claims of what was sent, each signed by us for this client."""
        keys = {key["kid"]: jwt.PyJWK(key) for key in Client().get("/oauth/jwks").json()["keys"]}
        found = []
        for token in self.tokens:
            header = jwt.get_unverified_header(token)
            assert (header["typ"], header["alg"]) == ("logout+jwt", "RS256")
            found.append(jwt.decode(token, keys[header["kid"]], algorithms=["RS256"], audience=client_id))
        return found


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    forget_everything()
    make_site()
    made = Receiver()
    settings.OUTGOING_ALLOWED_HOSTS = [made.host]
    thread = Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def make_website(receiver: Receiver, name: str = "Website") -> Website:
    """A website that is told where `receiver` listens."""
    website = Website(name)
    LogoutAddress.objects.create(client=website.client, uri=f"http://{receiver.host}/ended")
    return website


def read_sid(tokens: dict[str, Any]) -> str:
    return str(jwt.decode(tokens["id_token"], options={"verify_signature": False})["sid"])


@pytest.fixture
def ada(receiver: Receiver) -> User:
    return make_user("ada", email="ada@example.org")


def test_signing_out_tells_the_client_with_a_signed_token(
    receiver: Receiver, ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    website = make_website(receiver)
    sid = read_sid(website.sign_in(ada))
    with django_capture_on_commit_callbacks(execute=True):
        website.browser.post("/account/sign-out/")
    (told,) = receiver.read(website.client.client_id)
    issuer = Client().get("/oauth/.well-known/openid-configuration").json()["issuer"]
    assert (told["iss"], told["sub"], told["sid"], told["events"]) == (issuer, str(ada.pk), sid, {EVENT: {}})
    assert told["exp"] - told["iat"] == 120 and len(told["jti"]) == 32 and "nonce" not in told
    assert not LogoutNotice.objects.exists()


def test_signing_out_by_a_client_tells_all_of_this_device_and_ends_what_it_names(
    receiver: Receiver, ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    """Another device goes on. What the client names ends although it was signed in to in an earlier session."""
    asking, other, elsewhere = (make_website(receiver, name) for name in ("Asking", "Other", "Elsewhere"))
    named, away = asking.sign_in(ada), elsewhere.sign_in(ada)
    asking.browser = other.browser
    told = {read_sid(named), read_sid(other.sign_in(ada))}
    with django_capture_on_commit_callbacks(execute=True):
        answer = asking.browser.get("/oauth/logout", {"id_token_hint": named["id_token"]})
    assert answer.status_code == 302 and "_auth_user_id" not in asking.browser.session
    sids = [jwt.decode(each, options={"verify_signature": False})["sid"] for each in receiver.tokens]
    assert sorted(sids) == sorted(told)
    assert asking.refresh(named["refresh_token"]).json()["error"] == "invalid_grant"
    assert elsewhere.refresh(away["refresh_token"]).status_code == 200


def test_a_sign_in_keeps_its_sid_when_it_is_renewed(receiver: Receiver, ada: User) -> None:
    website = make_website(receiver)
    tokens = website.sign_in(ada)
    assert read_sid(website.refresh(tokens["refresh_token"]).json()) == read_sid(tokens)


def test_each_client_is_told_of_its_own_and_those_without_an_address_are_not(
    receiver: Receiver, ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    told, other, silent = make_website(receiver), make_website(receiver, "Other"), Website("Silent")
    sid = read_sid(told.sign_in(ada))
    other.sign_in(make_user("bo")), silent.sign_in(ada)
    with django_capture_on_commit_callbacks(execute=True):
        told.browser.post("/account/devices/others/")
    assert [each["sid"] for each in receiver.read(told.client.client_id)] == [sid]


@pytest.mark.parametrize("road", ["password", "closed", "erased", "reused", "client", "revoked"])
def test_every_end_is_told_but_for_what_the_client_ended_itself(
    receiver: Receiver, ada: User, road: str, django_capture_on_commit_callbacks: Any
) -> None:
    website = make_website(receiver)
    tokens = website.sign_in(ada)
    with django_capture_on_commit_callbacks(execute=True):
        if road == "password":
            ada.set_password("another-long-password")
            ada.save()
        elif road == "closed":
            ada.is_active = False
            ada.save()
        elif road == "erased":
            erase_person(ada)
        elif road == "reused":
            website.refresh(tokens["refresh_token"])
            website.refresh(tokens["refresh_token"])
        elif road == "client":
            delete_client(website.client)
        else:
            website.post("revoke", token=tokens["refresh_token"])
    assert len(receiver.tokens) == (road not in ("client", "revoked"))


def test_what_a_client_does_not_take_is_sent_again_after_pauses_and_dropped_at_last(
    receiver: Receiver, ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    website, receiver.status = make_website(receiver), 503
    website.sign_in(ada)
    before = {each: LOGOUT_NOTICES.labels(each)._value.get() for each in ("sent", "failed", "dropped")}
    with django_capture_on_commit_callbacks(execute=True):
        website.browser.post("/account/sign-out/")
    assert send_due_notices() == "0 sent, 0 not taken."  # not before its pause has ended
    for pause in PAUSES:
        notice = LogoutNotice.objects.get()
        assert timedelta() < notice.due_at - timezone.now() <= pause
        LogoutNotice.objects.update(due_at=timezone.now())
        assert send_due_notices() == "0 sent, 1 not taken."
    assert not LogoutNotice.objects.exists() and len(receiver.tokens) == 1 + len(PAUSES)
    after = {each: LOGOUT_NOTICES.labels(each)._value.get() - value for each, value in before.items()}
    assert after == {"sent": 0, "failed": len(PAUSES), "dropped": 1}


def test_a_client_that_is_back_takes_what_waited(receiver: Receiver, ada: User) -> None:
    website = make_website(receiver)
    website.sign_in(ada)
    website.browser.post("/account/sign-out/")
    assert send_due_notices() == "1 sent, 0 not taken." and len(receiver.tokens) == 1


def test_an_address_inside_of_the_network_is_not_called(receiver: Receiver, ada: User, settings: Any) -> None:
    website, settings.OUTGOING_ALLOWED_HOSTS = make_website(receiver), []
    website.sign_in(ada)
    website.browser.post("/account/sign-out/")
    assert send_due_notices() == "0 sent, 1 not taken." and receiver.tokens == []


def make_away(name: str = "Away") -> Website:
    """A website that is told at an address that may not be called."""
    website = Website(name)
    LogoutAddress.objects.create(client=website.client, uri="http://127.0.0.1:9/ended")
    return website


def test_what_waits_for_a_client_that_is_away_is_put_off_together(receiver: Receiver, ada: User) -> None:
    """One attempt in place of as many as there are notices, each of which would take seconds."""
    away, other = make_away(), make_website(receiver)
    for _ in range(4):
        away.sign_in(ada)
    other.sign_in(ada)
    note_ended(RefreshToken.objects.filter(user=ada))
    assert send_due_notices() == "1 sent, 1 not taken." and len(receiver.tokens) == 1
    for number, pause in enumerate(PAUSES, 1):
        waiting = list(LogoutNotice.objects.all())
        assert {each.attempts for each in waiting} == {number} and len(waiting) == 4
        assert all(timedelta() < each.due_at - timezone.now() <= pause for each in waiting)
        LogoutNotice.objects.update(due_at=timezone.now())
        assert send_due_notices() == "0 sent, 1 not taken."
    assert not LogoutNotice.objects.exists()


def test_a_client_that_is_away_costs_the_same_whatever_waits(receiver: Receiver, ada: User) -> None:
    away = make_away()
    for number in (1, 5):
        for _ in range(number):
            away.sign_in(ada)
        note_ended(RefreshToken.objects.filter(user=ada))
        RefreshToken.objects.all().delete()
        find_signer()
        with exact_statements(12):
            send_due_notices()
        assert LogoutNotice.objects.count() == number
        LogoutNotice.objects.all().delete()


def test_a_slow_client_leaves_the_run_to_others(
    receiver: Receiver, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logout_notices, "SHARE", 1e-9)
    slow, other = make_website(receiver, "Slow"), make_website(receiver)
    for _ in range(3):
        slow.sign_in(ada)
    note_ended(RefreshToken.objects.filter(application=slow.client))
    other.sign_in(ada)
    note_ended(RefreshToken.objects.filter(application=other.client))
    assert send_due_notices() == "2 sent, 0 not taken."
    told = {jwt.decode(each, options={"verify_signature": False})["aud"] for each in receiver.tokens}
    assert told == {slow.client.client_id, other.client.client_id}
    assert send_due_notices() == send_due_notices() == "1 sent, 0 not taken."
    assert not LogoutNotice.objects.exists()


def test_ending_many_sign_ins_takes_as_many_statements_as_one_for_their_notices(
    receiver: Receiver, ada: User
) -> None:
    websites = [make_website(receiver, f"Website {number}") for number in range(3)]
    for website in websites:
        website.sign_in(ada)
    with exact_statements(2):
        note_ended(RefreshToken.objects.filter(user=ada))
    assert LogoutNotice.objects.count() == 3


def test_the_command_takes_the_address_and_refuses_a_wrong_one(
    receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"redirect_uri": [REDIRECT], "backchannel_logout_uri": "https://www.example.com/ended"}
    call_command("oauth_client", "create", "Shop", **given)
    assert LogoutAddress.objects.get().uri == "https://www.example.com/ended"
    for wrong in (
        "http://www.example.com/ended",
        "www.example.com",
        "https://u@example.com/",
        "https://e.org/#x",
    ):
        with pytest.raises(CommandError, match=r"address|https"):
            call_command("oauth_client", "create", "Other", **{**given, "backchannel_logout_uri": wrong})
    assert not Application.objects.filter(name="Other").exists()


def test_discovery_says_so(receiver: Receiver) -> None:
    found = json.loads(Client().get("/oauth/.well-known/openid-configuration").content)
    assert found["backchannel_logout_supported"] and found["backchannel_logout_session_supported"]
    assert "sid" in found["claims_supported"]
