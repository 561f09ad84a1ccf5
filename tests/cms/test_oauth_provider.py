"""The identity provider: people sign in to other websites by this site, and no one else does."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt
import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken

from cms.identity.models import SigningKey, UsedCode
from cms.identity.privacy import erase_person, export_person
from cms.identity.provider.jobs import delete_ended_tokens
from cms.people.proved_emails import note_proof
from tests.factories.content import make_site, make_user
from tests.support.oauth import LOGOUT, Website, forget_everything, read_parameters

pytestmark = pytest.mark.django_db
ISSUER = "http://127.0.0.1:8000/oauth"


@pytest.fixture(autouse=True)
def site() -> Any:
    forget_everything()
    return make_site()


@pytest.fixture
def website() -> Website:
    return Website()


@pytest.fixture
def reader() -> Any:
    return make_user("reader", display_name="Ada")


def ask_api(token: str, query: str = "{ viewer { displayName } }") -> Any:
    return Client().post(
        "/graphql", {"query": query}, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
    )


class TestDiscovery:
    def test_it_offers_what_is_safe_and_nothing_else(self) -> None:
        found = Client().get("/oauth/.well-known/openid-configuration").json()
        assert found["issuer"] == ISSUER and found["jwks_uri"] == f"{ISSUER}/jwks"
        assert found["response_types_supported"] == ["code"]
        assert found["code_challenge_methods_supported"] == ["S256"]
        assert found["id_token_signing_alg_values_supported"] == ["RS256"]
        assert found["grant_types_supported"] == [
            "authorization_code",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
        ]
        assert all(url.startswith(ISSUER) for name, url in found.items() if name.endswith("_endpoint"))

    def test_addresses_do_not_follow_the_host_header(self, settings: Any) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        found = Client().get("/oauth/.well-known/openid-configuration", HTTP_HOST="evil.example")
        assert b"evil" not in found.content

    def test_keys_are_public_parts_alone(self) -> None:
        [key] = Client().get("/oauth/jwks").json()["keys"]
        assert key.keys() == {"alg", "use", "kid", "kty", "n", "e"} and key["alg"] == "RS256"


class TestSigningIn:
    def test_a_person_signs_in_and_is_read_by_the_client(self, website: Website, reader: Any) -> None:
        website.browser.force_login(reader)
        back = read_parameters(website.authorize())
        assert back["state"] == "s-1" and back["iss"] == ISSUER
        tokens = website.exchange(back["code"]).json()
        [key] = jwt.PyJWKSet.from_dict(Client().get("/oauth/jwks").json()).keys
        claims = jwt.decode(
            tokens["id_token"], key, algorithms=["RS256"], audience=website.client.client_id, issuer=ISSUER
        )
        assert claims["sub"] == str(reader.pk) and claims["nonce"] == "n-1" and claims["name"] == "Ada"
        info = Client().get("/oauth/userinfo", HTTP_AUTHORIZATION=f"Bearer {tokens['access_token']}")
        assert info.json() == {"sub": str(reader.pk), "name": "Ada"}
        assert ask_api(tokens["access_token"]).json()["data"]["viewer"] == {"displayName": "Ada"}
        assert tokens["expires_in"] <= 600

    def test_an_address_is_called_verified_when_its_owner_proved_it(self, website: Website) -> None:
        user = make_user("ada", email="ada@example.org")
        seen = []
        for proves, email in (
            (False, "ada@example.org"),
            (True, "ada@example.org"),
            (False, "new@example.org"),
        ):
            user.email = email
            user.save()
            if proves:
                note_proof(user)
            token = website.sign_in(user, "openid email")["access_token"]
            info = Client().get("/oauth/userinfo", HTTP_AUTHORIZATION=f"Bearer {token}").json()
            seen.append((info["email"], info["email_verified"]))
        assert seen == [("ada@example.org", False), ("ada@example.org", True), ("new@example.org", False)]

    def test_somebody_who_has_not_signed_in_is_led_to_the_sign_in_page(self, website: Website) -> None:
        response = website.authorize()
        assert response.status_code == 302 and response["Location"].startswith(
            "/admin/login/?next=/oauth/authorize"
        )
        page = Client().get(response["Location"])
        assert page.status_code == 200
        assert "form-action 'self' https://www.example.com" in page["Content-Security-Policy"]

    def test_nothing_is_stored_by_which_somebody_could_act(self, website: Website, reader: Any) -> None:
        website.browser.force_login(reader)
        code = website.take_code()
        assert Grant.objects.get().code == hashlib.sha256(code.encode()).hexdigest()
        tokens = website.exchange(code).json()
        assert AccessToken.objects.get().token == RefreshToken.objects.get().token == ""
        secret = Application.objects.get().client_secret
        assert website.secret not in secret and secret.startswith("sha256$")
        private = bytes(SigningKey.objects.get().secret)
        assert b"PRIVATE" not in private and tokens["refresh_token"].encode() not in private

    def test_people_are_asked_for_clients_of_somebody_else(self, reader: Any) -> None:
        website = Website("Partner", asks=True)
        website.browser.force_login(reader)
        page = website.authorize()
        assert page.status_code == 200 and "Allow Partner access?" in page.content.decode()
        assert "form-action 'self' https://www.example.com" in page["Content-Security-Policy"]
        assert (
            page["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in page["Content-Security-Policy"]
        )
        fields = {each.name: each.value() or "" for each in page.context["form"].hidden_fields()}
        path = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
        denied = read_parameters(website.browser.post(path, fields))
        assert denied["error"] == "access_denied" and not Grant.objects.exists()
        allowed = read_parameters(website.browser.post(path, {**fields, "allow": "1"}))
        assert website.exchange(allowed["code"]).status_code == 200

    def test_prompt_none_asks_nobody(self, website: Website, reader: Any) -> None:
        assert read_parameters(website.authorize(prompt="none"))["error"] == "login_required"
        website.browser.force_login(reader)
        assert "code" in read_parameters(website.authorize(prompt="none"))
        partner = Website("Partner", asks=True)
        partner.browser.force_login(reader)
        assert read_parameters(partner.authorize(prompt="none"))["error"] == "consent_required"


WRONG_REQUESTS = {
    "no challenge": {"code_challenge": ""},
    "plain challenge": {"code_challenge_method": "plain"},
    "no method": {"code_challenge_method": ""},
    "token": {"response_type": "token"},
    "id_token": {"response_type": "id_token"},
    "hybrid": {"response_type": "code id_token"},
    "scope": {"scope": "openid admin"},
}
REDIRECTS = [
    "https://evil.example/callback", "https://www.example.com/callback/../evil", "https://www.example.com/callback?x=1",
    "https://www.example.com/callback#x", "https://www.example.com:444/callback", "http://www.example.com/callback",
    "https://www.example.com@evil.example/callback", "https://www.example.com.evil.example/callback",
    "//evil.example/callback", "javascript:alert(1)", "https://www.example.com/callback%2f..", "/callback",
    "https://WWW.example.com.evil.example", "https:///evil.example", "https://www.example.com\\@evil.example/callback",
]  # fmt: skip


class TestRefusals:
    @pytest.mark.parametrize("name", WRONG_REQUESTS)
    def test_unsafe_requests_get_no_code(self, website: Website, reader: Any, name: str) -> None:
        website.browser.force_login(reader)
        response = website.authorize(**WRONG_REQUESTS[name])
        assert "error" in read_parameters(response) or "error" in urlsplit(response["Location"]).fragment
        assert not Grant.objects.exists()

    @pytest.mark.parametrize("uri", REDIRECTS)
    def test_codes_are_sent_to_registered_addresses_alone(
        self, website: Website, reader: Any, uri: str
    ) -> None:
        website.browser.force_login(reader)
        for browser in (website.browser, Client()):
            website.browser = browser
            response = website.authorize(redirect_uri=uri)
            assert "evil" not in response.headers.get("Location", "").partition("?")[0]
            assert response.status_code == 400 or response["Location"].startswith("/admin/login/")
        assert not Grant.objects.exists()

    @pytest.mark.parametrize("name", ["\x00", "\ud800", "x" * 5000, "' OR 1=1"])
    def test_ids_that_cannot_be_any_are_unknown(self, website: Website, reader: Any, name: str) -> None:
        website.browser.force_login(reader)
        given = name.encode("utf-8", "surrogatepass")
        assert website.authorize(client_id=given).status_code == 400
        assert website.browser.get("/oauth/logout", {"client_id": given}).status_code in (200, 400)
        assert website.post(
            "token", grant_type="authorization_code", client_id=given, code="x"
        ).status_code in (400, 401)

    @pytest.mark.parametrize(
        "address", ["http://[", "/oauth/authorize?client_id=%00", "//[x", "/oauth/authorize"]
    )
    def test_the_sign_in_page_stands_addresses_that_are_none(self, address: str) -> None:
        response = Client().get("/admin/login/", {"next": address})
        assert (
            response.status_code == 200 and "form-action 'self';" in response["Content-Security-Policy"] + ";"
        )

    def test_an_unknown_client_gets_a_page_and_no_redirect(self, website: Website, reader: Any) -> None:
        website.browser.force_login(reader)
        response = website.authorize(client_id="unknown")
        assert response.status_code == 400 and "This link does not work" in response.content.decode()

    @pytest.mark.parametrize(
        "wrong", [{"code_verifier": "x" * 50}, {"code_verifier": ""}, {"redirect_uri": "https://www.example.com/"},
                  {"client_secret": "wrong"}, {"code": "wrong"}, {"client_id": "other"}],
    )  # fmt: skip
    def test_a_code_is_exchanged_by_its_client_alone(self, website: Website, reader: Any, wrong: Any) -> None:
        website.browser.force_login(reader)
        code = website.take_code()
        response = website.exchange(**{"code": code, **wrong})
        assert response.status_code in (400, 401) and "access_token" not in response.json()

    def test_another_client_cannot_exchange_a_code(self, website: Website, reader: Any) -> None:
        website.browser.force_login(reader)
        code, other = website.take_code(), Website("Other")
        other.verifier = website.verifier
        assert other.exchange(code).json()["error"] == "invalid_grant"
        assert website.exchange(code).status_code == 200

    @pytest.mark.parametrize("grant", ["password", "client_credentials", "implicit", ""])
    def test_there_are_no_other_grants(self, website: Website, reader: Any, grant: str) -> None:
        response = website.post("token", grant_type=grant, username="reader", password="password")
        assert response.status_code == 400 and response.json()["error"] == "unsupported_grant_type"

    @pytest.mark.parametrize("path", ["userinfo", "introspect", "token", "revoke"])
    def test_tokens_in_the_address_are_refused(self, website: Website, reader: Any, path: str) -> None:
        token = website.sign_in(reader)["access_token"]
        for send in (Client().get, Client().post):
            assert send(f"/oauth/{path}?access_token={token}").status_code in (400, 401, 405)
        assert ask_api("").status_code == 401
        assert Client().get(f"/graphql?access_token={token}&query={{viewer{{email}}}}").status_code == 400

    def test_an_expired_code_is_refused(self, website: Website, reader: Any) -> None:
        website.browser.force_login(reader)
        code = website.take_code()
        Grant.objects.update(expires=timezone.now() - timedelta(seconds=1))
        assert website.exchange(code).json()["error"] == "invalid_grant"

    def test_pages_of_the_toolkit_are_not_there(self, reader: Any) -> None:
        browser = Client()
        browser.force_login(reader)
        for path in ("applications/", "applications/register/", "authorized_tokens/", "register/", "device/"):
            assert browser.get(f"/oauth/{path}")["Location"].startswith(
                "http://127.0.0.1:3000/"
            )  # no page of ours


class TestEnding:
    def test_a_code_that_comes_again_ends_what_it_led_to(self, website: Website, reader: Any) -> None:
        website.browser.force_login(reader)
        code = website.take_code()
        tokens = website.exchange(code).json()
        assert ask_api(tokens["access_token"]).status_code == 200
        assert website.exchange(code).json()["error"] == "invalid_grant"
        assert ask_api(tokens["access_token"]).status_code == 401
        assert website.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"

    def test_a_refresh_token_is_used_once(self, website: Website, reader: Any) -> None:
        first = website.sign_in(reader)
        second = website.refresh(first["refresh_token"]).json()
        assert (
            second["refresh_token"] != first["refresh_token"]
            and ask_api(second["access_token"]).status_code == 200
        )
        assert website.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"
        assert ask_api(second["access_token"]).status_code == 401
        assert website.refresh(second["refresh_token"]).json()["error"] == "invalid_grant"

    def test_a_refresh_token_reads_nothing(self, website: Website, reader: Any) -> None:
        token = website.sign_in(reader)["refresh_token"]
        assert "." not in token and ask_api(token).status_code == 401

    def test_reuse_ends_its_own_sign_in_alone(self, website: Website, reader: Any) -> None:
        first, other = website.sign_in(reader), website.sign_in(reader)
        website.refresh(first["refresh_token"])
        website.refresh(first["refresh_token"])
        assert ask_api(other["access_token"]).status_code == 200
        assert website.refresh(other["refresh_token"]).status_code == 200

    def test_another_client_cannot_refresh_or_revoke(self, website: Website, reader: Any) -> None:
        tokens, other = website.sign_in(reader), Website("Other")
        assert other.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
        assert other.post("revoke", token=tokens["refresh_token"]).status_code == 200
        assert ask_api(tokens["access_token"]).status_code == 200
        assert website.refresh(tokens["refresh_token"]).status_code == 200

    @pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
    def test_a_client_revokes_a_sign_in_by_any_token_of_it(
        self, website: Website, reader: Any, kind: str
    ) -> None:
        tokens = website.sign_in(reader)
        assert website.post("revoke", token=tokens[kind]).status_code == 200
        assert ask_api(tokens["access_token"]).status_code == 401
        assert website.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"

    def test_introspection_tells_clients_with_a_secret(self, website: Website, reader: Any) -> None:
        token = website.sign_in(reader)["access_token"]
        found = website.post("introspect", token=token).json()
        assert found["active"] is True and found["client_id"] == website.client.client_id
        website.post("revoke", token=token)
        assert website.post("introspect", token=token).json() == {"active": False}
        assert website.post("introspect", token="x").json() == {"active": False}
        assert found["sub"] == str(reader.pk) and "username" not in found
        assert website.post("introspect", token=token, client_secret="wrong").status_code in (401, 403)
        assert Client().post("/oauth/introspect", {"token": token}).status_code in (401, 403)
        public = Website("App", is_public=True)
        assert public.post("introspect", token=token, client_secret="").status_code in (401, 403)

    def test_signing_out_by_a_client_ends_the_session_and_all_tokens(
        self, website: Website, reader: Any
    ) -> None:
        tokens = website.sign_in(reader)
        asked = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": LOGOUT, "state": "x"}
        response = website.browser.get("/oauth/logout", asked)
        assert response.status_code == 302 and response["Location"] == f"{LOGOUT}?state=x"
        assert "_auth_user_id" not in website.browser.session
        assert ask_api(tokens["access_token"]).status_code == 401
        assert website.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"

    @pytest.mark.parametrize("given", [{}, {"client_id": "own"}, {"id_token_hint": "x.y.z"}])
    def test_without_a_hint_people_are_asked_before_they_are_signed_out(
        self, website: Website, reader: Any, given: Any
    ) -> None:
        website.sign_in(reader)
        asked = {name: website.client.client_id if value == "own" else value for name, value in given.items()}
        response = website.browser.get("/oauth/logout", asked)
        assert response.status_code == (400 if "id_token_hint" in given else 200)
        assert "_auth_user_id" in website.browser.session

    @pytest.mark.parametrize(
        "uri", ["https://evil.example/", "//evil.example", f"{LOGOUT}/../x", "javascript:1"]
    )
    def test_signing_out_leads_to_registered_addresses_alone(
        self, website: Website, reader: Any, uri: str
    ) -> None:
        hint = website.sign_in(reader)["id_token"]
        response = website.browser.get(
            "/oauth/logout", {"id_token_hint": hint, "post_logout_redirect_uri": uri}
        )
        assert response.status_code == 400 and "_auth_user_id" in website.browser.session

    @pytest.mark.parametrize("change", ["password", "account", "erasure"])
    def test_a_new_password_and_a_closed_account_end_all_sign_ins(
        self, website: Website, reader: Any, change: str
    ) -> None:
        tokens = website.sign_in(reader)
        if change == "erasure":
            assert export_person(reader)["oauth"][0]["application__name"] == "Website"
            erase_person(reader)
        elif change == "password":
            reader.set_password("another long password")
            reader.save()
        else:
            reader.is_active = False
            reader.save()
        assert ask_api(tokens["access_token"]).status_code == 401
        assert website.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"

    def test_a_code_of_somebody_whose_account_was_closed_is_refused(
        self, website: Website, reader: Any
    ) -> None:
        website.browser.force_login(reader)
        code = website.take_code()
        type(reader).objects.filter(pk=reader.pk).update(is_active=False)
        assert website.exchange(code).json()["error"] == "invalid_grant"

    def test_what_has_ended_is_deleted_at_night(self, website: Website, reader: Any) -> None:
        website.sign_in(reader)
        UsedCode.objects.update(used_at=timezone.now() - timedelta(days=31))
        assert delete_ended_tokens() == "1 codes and 0 signing keys deleted."
        assert RefreshToken.objects.exists()


@pytest.mark.parametrize("path", ["token", "revoke", "introspect", "device_authorization", "userinfo"])
def test_programs_send_no_cookie_and_no_mark_of_a_form(path: str) -> None:
    """Django's test client looks at neither unless it is told to; browsers' forms need both."""
    program = Client(enforce_csrf_checks=True)
    answer = program.post(f"/oauth/{path}", {"grant_type": "refresh_token"})
    assert answer.status_code in (200, 400, 401) and answer["Content-Type"].startswith("application/json")


def test_what_people_decide_by_a_form_takes_its_mark(reader: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reader)
    for path in ("authorize", "device", "logout"):
        assert browser.post(f"/oauth/{path}", {"allow": "true"}).status_code == 403
