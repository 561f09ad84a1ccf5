"""The protocols of other sites: social-auth's, with requests by our one way out.

The library's pipeline, which makes and links accounts, is not run: what it learns of a person is handed back, and
`cms.people.social.pages` decides.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urljoin
from uuid import UUID

import jwt
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from social_core.backends.github import GithubOAuth2
from social_core.backends.oauth import BaseOAuth2PKCE
from social_core.backends.open_id_connect import OpenIdConnectAuth
from social_core.exceptions import AuthProviderError, AuthResponseError
from social_core.utils import http_error
from social_django.models import DjangoStorage
from social_django.strategy import DjangoStrategy

from cms.http.outgoing import FetchRefused, fetch_for_library
from cms.people.social.providers import Provider

__all__ = ["Identity", "load_backend"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody at another site.

    uid: a hash of its issuer and of its name for them, both case-sensitive. name, email: what it says of them, which
    proves nothing. proved_at: when they signed in there, in seconds since 1970, where it tells.
    """

    provider: str
    uid: str
    name: str = ""
    email: str = ""
    proved_at: float | None = None


class Strategy(DjangoStrategy):  # type: ignore[misc]
    """Knows the settings of one provider, and no pipeline."""

    def __init__(self, request: HttpRequest, provider: Provider, **more: Any) -> None:
        super().__init__(DjangoStorage, request)
        self.provider = provider
        self.given = {"KEY": provider.client_id, "SECRET": provider.client_secret, "USE_PKCE": True, **more}

    def setting(self, name: str, default: Any = None, backend: Any = None) -> Any:
        return self.given.get(name, default)

    def authenticate(self, backend: Any, *args: Any, **given: Any) -> Any:
        """An Identity: what the provider says, whose answer was verified before."""
        response = given["response"]
        details = backend.get_user_details(response)
        claims = getattr(backend, "id_token", None) or {}
        issuer = claims.get("iss", self.provider.issuer)
        subject = backend.get_user_id(details, response)
        if subject in (None, ""):
            raise AuthResponseError(backend, claim=backend.id_key(), code="missing_claim", stage="user_info")
        name, email = (str(details.get(key) or "") for key in ("fullname", "email"))
        proved_at = claims.get("auth_time")
        return Identity(
            self.provider.name, hash_subject(issuer, str(subject)), name, email,
            float(proved_at) if isinstance(proved_at, int | float) else None,
        )  # fmt: skip


def hash_subject(issuer: str, subject: str) -> str:
    """What is stored of somebody: enough to recognise them, and no name that is theirs elsewhere."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


class OurBackend:
    """What all of them have: requests by `fetch`, and the state of the way that was begun."""

    started_state = ""

    def get_or_create_state(self) -> str | None:
        self.started_state = super().get_or_create_state()  # type: ignore[misc]
        return self.started_state

    def request(self: Any, url: str, *, method: str = "GET", stage: Any = "user_info", **given: Any) -> Any:
        """Ask the provider. Private addresses, redirects and long answers are refused."""
        parts = {name: given.get(name) for name in ("headers", "data", "json", "auth", "params")}
        try:
            answer = fetch_for_library(url, method, **parts)
            answer.raise_for_status()
        except FetchRefused as error:
            raise AuthProviderError(self, str(error), code="connection_failed", stage=stage) from error
        except OSError as error:  # the library's HTTPError, of a status that is none of success
            raise http_error(self, cast(Any, error), stage=stage) from error
        return answer


class OpenIdConnect(OurBackend, OpenIdConnectAuth):  # type: ignore[misc]
    """Any provider that signs ID tokens with RS256."""

    def __init__(self, strategy: Strategy, redirect_uri: str) -> None:
        super().__init__(strategy, redirect_uri)
        self.name, self.issuer = strategy.provider.name, strategy.provider.issuer

    def oidc_endpoint(self) -> str:
        return self.issuer

    def id_token_issuer(self) -> str:
        return self.issuer


class Microsoft(OpenIdConnect):
    """Issuers of Microsoft are named after the tenant of who signs in; its document has a gap in that place."""

    tenant = ""

    def decode_and_validate_id_token(self, id_token: str, access_token: str) -> Any:
        try:
            claims = jwt.decode(id_token, options={"verify_signature": False})
            self.tenant = str(UUID(claims["tid"]))
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise AuthResponseError(
                self, claim="tid", code="missing_claim", stage="token_validation"
            ) from error
        return super().decode_and_validate_id_token(id_token, access_token)

    def id_token_issuer(self) -> str:
        """For one tenant its own; the tenant that a token names must be the one by which it is signed."""
        return str(self.oidc_config()["issuer"]).replace("{tenantid}", self.tenant)


class GitHub(OurBackend, BaseOAuth2PKCE, GithubOAuth2):  # type: ignore[misc]
    """Tells what is public of somebody."""

    def user_data(self, access_token: str, *args: Any, **given: Any) -> Any:
        url = urljoin(self.api_url(), "user")
        return self.get_json(url, headers={"Authorization": f"Bearer {access_token}"})


BACKENDS: dict[str, Any] = {"github": GitHub, "microsoft": Microsoft}


def load_backend(request: HttpRequest, provider: Provider, **more: Any) -> Any:
    """A provider's protocol for this request. more: settings of the library for it alone."""
    path = reverse("social_finish", args=(provider.name,))
    address = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
    return BACKENDS.get(provider.name, OpenIdConnect)(Strategy(request, provider, **more), address)
