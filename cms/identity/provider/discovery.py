"""What the identity provider says of itself: its addresses, what it can do, and its keys."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.identity.provider.claims import get_issuer
from cms.identity.provider.devices import DEVICE_GRANT
from cms.identity.provider.signing_keys import PUBLISHED_SECONDS, list_public_keys

__all__ = ["build_url", "show_configuration", "show_keys"]

AUTHENTICATION = ["client_secret_basic", "client_secret_post", "none"]


def build_url(name: str) -> str:
    """The address of a part of the provider, on the host of the issuer, whatever host was asked."""
    return urljoin(get_issuer(), reverse(f"oauth2_provider:{name}"))


def build_configuration() -> dict[str, Any]:
    return {
        "issuer": get_issuer(),
        "authorization_endpoint": build_url("authorize"),
        "token_endpoint": build_url("token"),
        "userinfo_endpoint": build_url("user-info"),
        "jwks_uri": build_url("jwks-info"),
        "revocation_endpoint": build_url("revoke-token"),
        "introspection_endpoint": build_url("introspect"),
        "device_authorization_endpoint": build_url("device-authorization"),
        "end_session_endpoint": build_url("rp-initiated-logout"),
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "scopes_supported": list(settings.OAUTH2_PROVIDER["SCOPES"]),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", DEVICE_GRANT],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": AUTHENTICATION,
        "revocation_endpoint_auth_methods_supported": AUTHENTICATION,
        "introspection_endpoint_auth_methods_supported": AUTHENTICATION[:2],
        "claims_supported": [
            "sub",
            "iss",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "sid",
            "nonce",
            "name",
            "email",
            "email_verified",
        ],
        "prompt_values_supported": ["none", "login", "consent"],
        "ui_locales_supported": [code for code, _name in settings.LANGUAGES],
        "authorization_response_iss_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }


@require_safe
def show_configuration(request: HttpRequest) -> JsonResponse:
    """OpenID Connect Discovery 1.0."""
    return publish(build_configuration())


@require_safe
def show_keys(request: HttpRequest) -> JsonResponse:
    """The keys by which tokens are signed, those before and those to come."""
    return publish({"keys": [key.jwk for key in list_public_keys()]})


def publish(data: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(data)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={PUBLISHED_SECONDS // 2}"
    return response
