"""A client of our identity provider, as a website is one: it leads somebody there and exchanges what comes back."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client

from cms.identity.provider.access_tokens import forget_checked_tokens
from cms.identity.provider.clients import create_client
from cms.identity.provider.revocations import forget_revocations
from cms.identity.provider.signing_keys import forget_public_keys

__all__ = ["REDIRECT", "Website", "forget_everything"]

REDIRECT = "https://www.example.com/callback"
LOGOUT = "https://www.example.com/bye"


def forget_everything() -> None:
    """What this process knows of tokens, which the rows of another test are not part of."""
    forget_checked_tokens()
    forget_revocations()
    forget_public_keys()


class Website:
    """A client with a secret. browser: that of the person who is led to us."""

    def __init__(self, name: str = "Website", *, asks: bool = False, is_public: bool = False) -> None:
        self.client, self.secret = create_client(name, [REDIRECT], [LOGOUT], asks=asks, is_public=is_public)
        self.browser = Client()
        self.verifier = secrets.token_urlsafe(48)

    def build_request(self, scope: str = "openid profile read", **given: Any) -> dict[str, str]:
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        )
        return {
            "client_id": self.client.client_id, "response_type": "code", "redirect_uri": REDIRECT, "scope": scope,
            "state": "s-1", "nonce": "n-1", "code_challenge": challenge, "code_challenge_method": "S256", **given,
        }  # fmt: skip

    def authorize(self, scope: str = "openid profile read", **given: Any) -> Any:
        asked = {name: value for name, value in self.build_request(scope, **given).items() if value}
        return self.browser.get(f"/oauth/authorize?{urlencode(asked)}")

    def take_code(self, scope: str = "openid profile read", **given: Any) -> str:
        return read_parameters(self.authorize(scope, **given))["code"]

    def post(self, path: str, **data: Any) -> Any:
        own = {"client_id": self.client.client_id}
        if self.secret:
            own["client_secret"] = self.secret
        return Client(enforce_csrf_checks=True).post(f"/oauth/{path}", {**own, **data})

    def exchange(self, code: str, **data: Any) -> Any:
        given = {"redirect_uri": REDIRECT, "code_verifier": self.verifier, **data}
        return self.post("token", grant_type="authorization_code", code=code, **given)

    def refresh(self, token: str, **data: Any) -> Any:
        return self.post("token", grant_type="refresh_token", refresh_token=token, **data)

    def sign_in(self, user: Any, scope: str = "openid profile read") -> dict[str, Any]:
        """The tokens that somebody's sign-in leads to."""
        self.browser.force_login(user)
        response = self.exchange(self.take_code(scope))
        assert response.status_code == 200, response.content
        return dict(response.json())


def read_parameters(response: Any) -> dict[str, str]:
    """What the person was led back to the client with."""
    assert response.status_code == 302, response.content
    return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}
