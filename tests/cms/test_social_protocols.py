"""GitHub and Microsoft, by answers of the form that their documents show; and the settings of all sites."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from jwt.algorithms import RSAAlgorithm
from social_django.models import UserSocialAuth

from cms.config.settings.env import Environment, SettingsError, read_environment
from cms.people.social import backends
from tests.factories.content import make_site
from tests.support.openid.visitor import Visitor

pytestmark = pytest.mark.django_db
TENANT, OTHER = "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"
MICROSOFT = "https://login.microsoftonline.com"
KEY = rsa.generate_private_key(65537, 2048)


class Site:
    """Answers requests of ours by their path, and remembers them."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[dict[str, Any]], Any]] = {}
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    def __call__(self, url: str, method: str = "GET", **given: Any) -> requests.Response:
        self.asked.append((url, method, given))
        answer = requests.Response()
        answer.status_code = 200
        answer._content = json.dumps(self.answers[urlsplit(url).path](given)).encode()
        return answer


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Site:
    make_site()
    found = Site()
    monkeypatch.setattr(backends, "fetch_for_library", found)
    keys = {"client_id": "id-1", "client_secret": "secret-1"}
    settings.SIGN_IN_PROVIDERS = {
        "github": {"title": "GitHub", "issuer": "https://github.com", **keys},
        "microsoft": {"title": "Microsoft", "issuer": f"{MICROSOFT}/common/v2.0", **keys},
    }
    return found


def come_back(client: Client, name: str, address: str) -> Any:
    state = parse_qs(urlsplit(address).query)["state"][0]
    return client.get(f"/account/social/{name}/done/?code=c-1&state={state}")


class TestGitHub:
    def test_people_are_known_by_their_number(self, site: Site) -> None:
        site.answers = {
            "/login/oauth/access_token": lambda given: {
                "access_token": "gho_1",
                "token_type": "bearer",
                "scope": "",
            },
            "/user": lambda given: {"id": 583231, "login": "octocat", "name": "The Octocat", "email": None},
        }
        visitor = Visitor()
        address = visitor.leave(site="github")
        asked = parse_qs(urlsplit(address).query)
        assert address.startswith("https://github.com/login/oauth/authorize?") and "scope" not in asked
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["redirect_uri"] == ["http://127.0.0.1:8000/account/social/github/done/"]
        assert come_back(visitor.client, "github", address).headers["Location"] == "/account/social/new/"
        assert b"The Octocat" in visitor.client.get("/account/social/new/").content
        visitor.client.post("/account/social/new/", {"display_name": "Octo"})
        assert UserSocialAuth.objects.get().uid == backends.hash_subject("https://github.com", "583231")
        [token, user] = site.asked
        assert token[2]["data"]["code_verifier"] and user[2]["headers"]["Authorization"] == "Bearer gho_1"

    def test_an_answer_without_a_number_is_refused(self, site: Site) -> None:
        site.answers = {
            "/login/oauth/access_token": lambda given: {"access_token": "gho_1"},
            "/user": lambda given: {"login": "octocat"},
        }
        visitor = Visitor()
        back = come_back(visitor.client, "github", visitor.leave(site="github"))
        assert back.headers["Location"] == "/account/sign-in/"


@pytest.fixture
def microsoft(site: Site) -> Callable[..., Any]:
    """Signs in at Microsoft, whose ID token says what is given."""
    issuer = f"{MICROSOFT}/{{tenantid}}/v2.0"
    base = f"{MICROSOFT}/common"
    site.answers = {
        "/common/v2.0/.well-known/openid-configuration": lambda given: {
            "issuer": issuer, "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token", "jwks_uri": f"{base}/discovery/v2.0/keys",
            "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        },
        "/common/discovery/v2.0/keys": lambda given: {
            "keys": [{**json.loads(RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "k-1", "use": "sig"}]
        },
        "/oidc/userinfo": lambda given: {"sub": "s-1", "name": "Ada", "email": "ada@example.org"},
    }  # fmt: skip

    def sign_in(**claims: Any) -> Any:
        visitor = Visitor()
        address = visitor.leave(site="microsoft")
        now = int(time.time())
        own = {
            "iss": f"{MICROSOFT}/{TENANT}/v2.0", "tid": TENANT, "sub": "s-1", "aud": "id-1", "iat": now, "exp": now + 300,
            "nonce": parse_qs(urlsplit(address).query)["nonce"][0], **claims,
        }  # fmt: skip
        token = jwt.encode(
            {name: value for name, value in own.items() if value is not None}, KEY, "RS256", {"kid": "k-1"}
        )
        site.answers["/common/oauth2/v2.0/token"] = lambda given: {"access_token": "at", "id_token": token}
        return come_back(visitor.client, "microsoft", address).headers["Location"]

    return sign_in


class TestMicrosoft:
    def test_people_of_any_tenant_come(self, microsoft: Any) -> None:
        assert microsoft() == "/account/social/new/"
        assert microsoft(tid=OTHER, iss=f"{MICROSOFT}/{OTHER}/v2.0") == "/account/social/new/"

    @pytest.mark.parametrize(
        "claims",
        [
            {"tid": OTHER}, {"tid": None}, {"tid": "../common"}, {"iss": "https://evil.example"}, {"aud": "id-2"},
            {"nonce": "n"}, {"exp": 1}, {"iat": 1}, {"sub": "s-2"}, {"sub": None}, {"iss": f"{MICROSOFT}/{{tenantid}}/v2.0"},
        ],
    )  # fmt: skip
    def test_tokens_that_are_not_for_us_are_refused(self, microsoft: Any, claims: dict[str, Any]) -> None:
        assert microsoft(**claims) == "/account/sign-in/"


PAIR = {"SIGN_IN_GITHUB_CLIENT_ID": "id", "SIGN_IN_GITHUB_CLIENT_SECRET": "secret"}


class TestSettings:
    def read(self, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> Environment:
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return read_environment()

    def test_what_is_complete_is_offered(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("of-a-file\n")
        secret.chmod(0o600)
        given = {
            **PAIR, "SIGN_IN_OIDC_CLIENT_ID": "id", "SIGN_IN_OIDC_CLIENT_SECRET_FILE": str(secret),
            "SIGN_IN_OIDC_ISSUER": "https://login.example.com/", "SIGN_IN_OIDC_NAME": "Example",
        }  # fmt: skip
        found = self.read(monkeypatch, given).build_providers()
        assert list(found) == ["github", "oidc"]
        assert found["oidc"] == {
            "title": "Example", "issuer": "https://login.example.com", "client_id": "id", "client_secret": "of-a-file",
        }  # fmt: skip
        assert read_environment().build_providers()["github"]["title"] == "GitHub"

    @pytest.mark.parametrize(
        ("given", "text"),
        [
            ({"SIGN_IN_GITHUB_CLIENT_ID": "id"}, "SIGN_IN_GITHUB_CLIENT_SECRET is missing"),
            (
                {"SIGN_IN_OIDC_CLIENT_ID": "id", "SIGN_IN_OIDC_CLIENT_SECRET": "s"},
                "SIGN_IN_OIDC_ISSUER is missing",
            ),
            ({"SIGN_IN_OIDC_ISSUER": "login.example.com"}, "SIGN_IN_OIDC_ISSUER"),
            ({"SIGN_IN_MICROSOFT_TENANT": "a/b"}, "SIGN_IN_MICROSOFT_TENANT"),
        ],
    )
    def test_half_of_it_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], text: str
    ) -> None:
        with pytest.raises(SettingsError, match=text):
            self.read(monkeypatch, given)
