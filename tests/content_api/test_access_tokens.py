"""Access tokens in requests: whom they stand for, what they may do, and that every wrong one is refused alike."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from time import monotonic, time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.base.measures import REGISTRY
from cms.identity.models import SigningKey, User
from cms.identity.provider import access_tokens, revocations, signing_keys
from cms.identity.provider.revocations import forget_revocations, name_user, revoke_tokens
from cms.identity.provider.signing_keys import find_signer
from content_types.events.models import Registration
from content_types.reviews.models import Review
from tests.content_api.client import statements
from tests.content_api.test_review_mutations import SUBMIT, review_input
from tests.factories.content import make_event, make_site, make_solution, make_user
from tests.support.admin import sign_in_client
from tests.support.oauth import Website, forget_everything

pytestmark = pytest.mark.django_db
VIEWER = "query Me { viewer { displayName groups } }"
TITLES = "{ solutions { nodes { title } } }"


@pytest.fixture(autouse=True)
def site() -> Any:
    forget_everything()
    return make_site()


@pytest.fixture
def reader() -> Any:
    return make_user("reader", display_name="Ada")


def send(token: str, query: str = VIEWER, variables: Any = None, **headers: Any) -> Any:
    return Client().post(
        "/graphql", {"query": query, "variables": variables}, content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {token}", **headers,
    )  # fmt: skip


def get_token(user: Any, scope: str = "openid read") -> str:
    return str(Website(f"Website {time()}").sign_in(user, scope)["access_token"])


def read_titles(token: str) -> list[str]:
    return sorted(each["title"] for each in send(token, TITLES).json()["data"]["solutions"]["nodes"])


def close_account(user: Any, road: str) -> None:
    match road:
        case "delete":
            user.delete()
        case "delete in bulk":
            User.objects.filter(pk=user.pk).delete()
        case "update":
            User.objects.filter(pk=user.pk).update(is_active=False)
        case "SQL":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE accounts_user SET is_active = false WHERE id = %s", [user.pk])


def encode(part: Any) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read_parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})


def resign(header: dict[str, Any] | None = None, key: Any = None, **changes: Any) -> Callable[[str], str]:
    """A token with other claims or another header, signed by our own key, or by another one."""

    def forge(token: str) -> str:
        known, claims = read_parts(token)
        claims = {name: value for name, value in {**claims, **changes}.items() if value is not DELETED}
        headers = {name: value for name, value in {**known, **(header or {})}.items() if value is not DELETED}
        return jwt.encode(claims, key or find_signer()[1], algorithm="RS256", headers=headers)

    return forge


DELETED = object()
OTHER_KEY = generate_private_key(public_exponent=65537, key_size=2048)


def tamper(token: str) -> str:
    head, _body, signature = token.split(".")
    return f"{head}.{encode({**read_parts(token)[1], 'sub': '1', 'su': True})}.{signature}"


def sign_with_public_key(token: str) -> str:
    """HS256, with our public key as the secret that both sides know."""
    header, claims = read_parts(token)
    public = SigningKey.objects.get(kid=header["kid"]).public.encode()
    import hashlib
    import hmac

    text = f"{encode({**header, 'alg': 'HS256'})}.{encode(claims)}"
    return f"{text}.{encode(hmac.new(public, text.encode(), hashlib.sha256).digest())}"


def make_unsigned(name: str) -> Callable[[str], str]:
    return lambda token: f"{encode({**read_parts(token)[0], 'alg': name})}.{encode(read_parts(token)[1])}."


FORGED: dict[str, Callable[[str], str]] = {
    "alg none": make_unsigned("none"),
    "alg None": make_unsigned("None"),
    "alg nOnE": make_unsigned("nOnE"),
    "no alg": lambda token: f"{encode({'typ': 'at+jwt', 'kid': 'x'})}.{encode(read_parts(token)[1])}.x",
    "HS256 with the public key": sign_with_public_key,
    "stripped signature": lambda token: token.rpartition(".")[0] + ".",
    "two parts": lambda token: token.rpartition(".")[0],
    "five parts": lambda token: token + ".a.b",
    "changed signature": lambda token: token[:-8] + ("A" * 8 if token[-8:] != "A" * 8 else "B" * 8),
    "changed payload": tamper,
    "another key": resign(key=OTHER_KEY),
    "unknown kid": resign({"kid": "unknown"}),
    "kid as a path": resign({"kid": "../../../../dev/null"}),
    "kid as SQL": resign({"kid": "x' UNION SELECT 'x"}),
    "no kid": resign({"kid": DELETED}),
    "jku": resign({"jku": "https://evil.example/jwks"}),
    "jwk": resign({"jwk": {"kty": "RSA", "n": "x", "e": "AQAB"}}, key=OTHER_KEY),
    "x5u": resign({"x5u": "https://evil.example/cert"}),
    "crit": resign({"crit": ["exp"]}),
    "typ JWT": resign({"typ": "JWT"}),
    "no typ": resign({"typ": DELETED}),
    "wrong audience": resign(aud="https://other.example"),
    "audience of a client": resign(aud="client"),
    "list of audiences": resign(aud=["https://other.example", "http://127.0.0.1:8000"]),
    "wrong issuer": resign(iss="https://evil.example/oauth"),
    "issuer with a slash": resign(iss="http://127.0.0.1:8000/oauth/"),
    "expired": lambda token: resign(exp=int(time()) - 60)(token),
    "not valid yet": lambda token: resign(nbf=int(time()) + 300)(token),
    "issued in the future": lambda token: resign(iat=int(time()) + 300)(token),
    "no expiry": resign(exp=DELETED),
    "valid for years": resign(exp=int(time()) + 10**9),
    "valid for a second too long": lambda token: resign(exp=read_parts(token)[1]["exp"] + 1)(token),
    "no jti": resign(jti=DELETED),
    "no numbers": resign(rev=DELETED),
    "numbers of another form": resign(rev=[1, 2, 3]),
    "subject of another form": resign(sub="1 or 1=1"),
    "scope of another form": resign(scope=["read"]),
    "too long": lambda token: token + "A" * 5000,
    "no base64": lambda token: "aä.b€.c",
    "null bytes": lambda token: "a\x00.b.c",
    "dots": lambda token: "..",
}


class TestForgeries:
    @pytest.mark.parametrize("name", FORGED)
    def test_forged_tokens_get_the_answer_of_wrong_keys(self, reader: Any, name: str) -> None:
        token = get_token(reader)
        assert send(token).status_code == 200
        expected = send("aix_wrong")
        forged = send(FORGED[name](token))
        assert (forged.status_code, forged.content) == (401, expected.content)
        assert forged["WWW-Authenticate"] == expected["WWW-Authenticate"]

    def test_an_id_token_is_no_access_token(self, reader: Any) -> None:
        assert send(Website().sign_in(reader)["id_token"]).content == send("aix_wrong").content

    def test_a_token_of_a_key_that_has_ended_is_refused(self, reader: Any) -> None:
        token = get_token(reader)
        SigningKey.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
        forget_everything()
        assert send(token).status_code == 401

    def test_a_rotation_at_once_ends_tokens_that_are_remembered(self, reader: Any, monkeypatch: Any) -> None:
        website = Website()
        tokens = website.sign_in(reader)
        kid = read_parts(tokens["access_token"])[0]["kid"]
        assert send(tokens["access_token"]).status_code == 200
        known, read_at = signing_keys._known.keys, signing_keys._known.read_at
        call_command("signing_key", "rotate", "--at-once")
        signing_keys._known.keys, signing_keys._known.read_at = known, read_at  # as another process has it
        now = monotonic()
        monkeypatch.setattr(signing_keys, "monotonic", lambda: now + 4.1)
        assert send(tokens["access_token"]).content == send("aix_wrong").content
        assert website.post("introspect", token=tokens["access_token"]).json() == {"active": False}
        renewed = website.refresh(tokens["refresh_token"]).json()["access_token"]
        assert read_parts(renewed)[0]["kid"] != kid and send(renewed).status_code == 200

    def test_made_up_numbers_do_not_outlive_a_revocation(self, reader: Any) -> None:
        """Who has our key makes a token whose numbers no revocation comes up to."""
        forged = resign(rev={"u": 10**15, "f": 10**15, "c": 10**15})(get_token(reader))
        revoke_tokens(name_user(reader.pk), "operator")
        assert send(forged).status_code == 401

    def test_a_token_that_was_issued_after_a_revocation_is_valid_at_once(self, reader: Any) -> None:
        token = get_token(reader)
        revoke_tokens(name_user(reader.pk), "operator")
        assert send(token).status_code == 401
        known, read_at = revocations._known.numbers, revocations._known.read_at
        revoke_tokens(name_user(reader.pk), "operator")
        renewed = get_token(reader)
        revocations._known.numbers, revocations._known.read_at = known, read_at  # as another process has it
        assert send(renewed).status_code == 200

    def test_an_expired_token_is_refused_although_it_is_remembered(
        self, reader: Any, monkeypatch: Any
    ) -> None:
        token = get_token(reader)
        assert send(token).status_code == 200
        monkeypatch.setattr(access_tokens, "time", lambda: time() + 601)
        assert send(token).status_code == 401

    def test_reasons_are_counted_for_the_operator(self, reader: Any) -> None:
        token = get_token(reader)
        for name in ("changed signature", "unknown kid", "wrong audience", "jku", "dots", "expired"):
            send(FORGED[name](token))
        samples = [each for metric in REGISTRY.collect() for each in metric.samples]
        found = {each.labels["reason"] for each in samples if each.name == "aixplore_keys_refused_total"}
        assert found >= {
            "token_signature", "token_key", "token_claims", "token_header", "token_malformed", "token_expired",
        }  # fmt: skip

    def test_unknown_keys_cost_a_statement_every_two_seconds_at_most(self, reader: Any) -> None:
        token = get_token(reader)
        send(token)
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            for number in range(20):
                send(resign({"kid": f"unknown {number}"})(token))
        assert (
            sum(
                "accounts_signingkey" in each["sql"]
                for each in captured.captured_queries
                if "kid" in each["sql"]
            )
            <= 22
        )


class TestReading:
    def test_a_token_reads_what_its_person_reads(self, reader: Any) -> None:
        group = Group.objects.create(name="Members")
        reader.groups.add(group)
        make_solution("Public")
        restriction = PageViewRestriction.objects.create(
            page=make_solution("Of members"), restriction_type="groups"
        )
        restriction.groups.add(group)
        assert read_titles(get_token(reader)) == ["Of members", "Public"]
        assert read_titles(get_token(make_user("stranger"))) == ["Public"]
        assert send(get_token(reader)).json()["data"]["viewer"] == {
            "displayName": "Ada",
            "groups": ["Members"],
        }

    def test_a_token_without_a_scope_for_the_api_is_told_so(self, reader: Any) -> None:
        response = send(get_token(reader, "openid profile"))
        assert response.status_code == 403 and "read" in response.json()["errors"][0]["message"]

    def test_a_token_that_reads_changes_nothing(self, reader: Any) -> None:
        solution = make_solution("Tool")
        asked = {"input": review_input(solution)}
        found = send(get_token(reader), SUBMIT, asked).json()["data"]["submitReview"]
        assert [each["code"] for each in found["errors"]] == ["FORBIDDEN"] and not Review.objects.exists()
        found = send(get_token(reader, "openid read write"), SUBMIT, asked).json()["data"]["submitReview"]
        assert found["errors"] == [] and Review.objects.get().author == reader

    def test_a_token_that_reads_is_not_told_what_its_person_did(self, reader: Any) -> None:
        solution = make_solution("Tool")
        asked = {"input": review_input(solution)}
        headers = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
        assert (
            send(get_token(reader, "openid write"), SUBMIT, asked, **headers).json()["data"]["submitReview"][
                "errors"
            ]
            == []
        )
        again = send(get_token(reader), SUBMIT, asked, **headers).json()["data"]["submitReview"]
        assert [each["code"] for each in again["errors"]] == ["FORBIDDEN"]

    def test_answers_to_tokens_are_private(self, reader: Any) -> None:
        make_solution("Public")
        response = send(get_token(reader), TITLES)
        assert "private" in response["Cache-Control"] or "no-store" in response["Cache-Control"]

    def test_a_token_opens_no_door_of_the_admin(self) -> None:
        root = make_user("root", is_superuser=True, is_staff=True)
        response = Client().get(
            "/admin/", HTTP_AUTHORIZATION=f"Bearer {get_token(root, 'openid read write')}"
        )
        assert response.status_code == 302


class TestRevocation:
    def test_a_changed_role_is_known_at_once(self, reader: Any) -> None:
        group = Group.objects.create(name="Members")
        reader.groups.add(group)
        website = Website()
        tokens = website.sign_in(reader)
        assert send(tokens["access_token"]).json()["data"]["viewer"]["groups"] == ["Members"]
        reader.groups.remove(group)
        assert send(tokens["access_token"]).status_code == 401
        renewed = website.refresh(tokens["refresh_token"]).json()
        assert send(renewed["access_token"]).json()["data"]["viewer"]["groups"] == []

    @pytest.mark.parametrize("change", ["add", "clear", "reverse add", "reverse clear", "superuser"])
    def test_each_way_to_change_roles_is_followed(self, reader: Any, change: str) -> None:
        group, other = Group.objects.create(name="Members"), Group.objects.create(name="Others")
        reader.groups.add(group)
        token = get_token(reader)
        match change:
            case "add":
                reader.groups.add(other)
            case "clear":
                reader.groups.clear()
            case "reverse add":
                other.user_set.add(reader)
            case "reverse clear":
                group.user_set.clear()
            case "superuser":
                reader.is_superuser = True
                reader.save()
        assert send(token).status_code == 401 and send(get_token(reader)).status_code == 200

    def test_signing_in_again_revokes_nothing(self, reader: Any) -> None:
        token = get_token(reader)
        reader.last_login = timezone.now()
        reader.save(update_fields=["last_login"])
        assert send(token).status_code == 200

    def test_another_process_knows_within_five_seconds(self, reader: Any, monkeypatch: Any) -> None:
        token = get_token(reader)
        assert send(token).status_code == 200
        known, read_at = revocations._known.numbers, revocations._known.read_at
        revoke_tokens(name_user(reader.pk), "roles")
        revocations._known.numbers, revocations._known.read_at = known, read_at  # as another process has it
        assert send(token).status_code == 200
        now = monotonic()
        monkeypatch.setattr(revocations, "monotonic", lambda: now + 4.1)
        assert send(token).status_code == 401

    @pytest.mark.parametrize("road", ["delete", "delete in bulk", "update", "SQL"])
    def test_a_closed_account_is_known_by_whatever_road(
        self, reader: Any, monkeypatch: Any, road: str
    ) -> None:
        website = Website()
        tokens, other = website.sign_in(reader), get_token(make_user("other"))
        assert (send(tokens["access_token"]).status_code, send(other).status_code) == (200, 200)
        close_account(reader, road)
        now = monotonic()
        monkeypatch.setattr(revocations, "monotonic", lambda: now + 4.1)
        assert send(tokens["access_token"]).content == send("aix_wrong").content
        assert website.post("introspect", token=tokens["access_token"]).json() == {"active": False}
        assert website.refresh(tokens["refresh_token"]).status_code == 400
        assert send(other).status_code == 200
        User.objects.filter(pk=reader.pk).update(is_active=True)
        assert website.refresh(tokens["refresh_token"]).status_code == 400, "the sign-in has ended"

    def test_accounts_that_the_admin_closes_in_bulk_end_their_tokens(self, reader: Any) -> None:
        token = get_token(reader)
        assert send(token).status_code == 200
        address = reverse("wagtail_bulk_action", args=("accounts", "user", "set_active_state"))
        admin = sign_in_client("Administrator")
        admin.post(f"{address}?id={reader.pk}", {"mark_as_active": "False"})
        assert not User.objects.get(pk=reader.pk).is_active
        forget_revocations()  # as the next read does, after four seconds
        assert send(token).status_code == 401

    def test_a_superuser_who_is_none_any_more_has_no_token(self) -> None:
        root = make_user("root", is_superuser=True)
        token = get_token(root)
        assert send(token).status_code == 200
        User.objects.filter(pk=root.pk).update(is_superuser=False)
        forget_revocations()
        assert send(token).status_code == 401

    def test_a_clock_that_is_wrong_does_not_make_a_revoked_token_valid(
        self, reader: Any, monkeypatch: Any
    ) -> None:
        """The host that issued it was twenty seconds ahead, and the one that revokes it is not; five minutes are refused."""
        from cms.identity.provider import issuing

        website = Website()
        monkeypatch.setattr(issuing, "time", lambda: time() + 20)
        token = website.sign_in(reader)["access_token"]
        assert send(token).status_code == 200
        revoke_tokens(name_user(reader.pk), "roles")
        assert send(token).status_code == 401

    def test_tokens_of_other_people_stay_valid(self, reader: Any) -> None:
        token = get_token(make_user("other"))
        get_token(reader)
        revoke_tokens(name_user(reader.pk), "roles")
        assert send(token).status_code == 200


def test_a_token_costs_no_statement_when_it_is_warm(reader: Any) -> None:
    make_solution("Public")
    client = Client(HTTP_AUTHORIZATION=f"Bearer {get_token(reader)}")
    statements(client, TITLES)
    seen = statements(client, TITLES)
    assert not [
        text for text in seen if "accounts_" in text or "oauth2_provider" in text or "auth_group" in text
    ]


class TestSensitiveMutations:
    def test_a_token_is_no_proof_of_who_holds_it(self, reader: Any) -> None:
        token = get_token(reader, "openid read write")
        answer = send(token, "mutation { exportMyData { data errors { code } } }").json()
        assert answer["data"]["exportMyData"] == {"data": None, "errors": [{"code": "CONFIRMATION_REQUIRED"}]}

    def test_an_address_is_for_tokens_with_its_scope(self, reader: Any) -> None:
        Registration.objects.create(event=make_event(), user=reader, name="Ada", email=reader.email)
        query = "{ viewer { email registrations { nodes { email } } } }"
        for scope, shown in (("openid read", ""), ("openid write", ""), ("openid email read", reader.email)):
            found = send(get_token(reader, scope), query).json()["data"]["viewer"]
            assert found == {"email": shown, "registrations": {"nodes": [{"email": shown}]}}, scope

    def test_a_token_that_only_reads_lists_no_permissions_and_changes_no_profile(self, reader: Any) -> None:
        reader.is_superuser = True
        reader.save()
        token = get_token(reader)
        assert send(token, "{ viewer { permissions } }").json()["data"]["viewer"] == {"permissions": []}
        query = 'mutation { updateProfile(input: {displayName: "Eve"}) { errors { code } } }'
        assert send(token, query).json()["data"]["updateProfile"] == {"errors": [{"code": "FORBIDDEN"}]}
