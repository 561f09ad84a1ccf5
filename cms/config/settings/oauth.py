"""The identity provider: what of django-oauth-toolkit is used, and none of its milder defaults."""

from __future__ import annotations

from typing import Any

__all__ = ["ACCESS_SECONDS", "REFRESH_SECONDS", "SCOPES", "build_provider_settings"]

ACCESS_SECONDS = 600
"""Seconds for which an access token is valid; nothing ends it earlier than a revocation, which takes five."""
REFRESH_SECONDS = 30 * 24 * 3600
"""Seconds after its last use for which somebody stays signed in to a client."""
SCOPES = {
    "openid": "Recognise you",
    "profile": "See your public name",
    "email": "See your e-mail address",
    "read": "Read what you may read here",
    "write": "Write reviews and bookmarks, and do whatever else you may do, in your name",
}
"""What clients may ask for. The texts are translated where they are shown."""


def load_device_grant(request: Any) -> None:
    """What the toolkit calls before a device gets tokens; models can be imported by then."""
    from cms.identity.provider import devices

    devices.load_device_grant(request)


def build_provider_settings(base_url: str) -> dict[str, Any]:
    """OAUTH2_PROVIDER for a site at this address."""
    compliant = (
        "IMPLICIT_GRANT", "PASSWORD_GRANT", "PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT", "AUTHZ_RESPONSE_ISS",
        "TOKEN_STORAGE", "REFRESH_TOKEN", "REDIRECT_URI_MATCHING", "PKCE_REQUIRED",
    )  # fmt: skip
    return {
        "OIDC_ENABLED": True,
        "OIDC_ISS_ENDPOINT": f"{base_url.rstrip('/')}/oauth",
        "OIDC_RESPONSE_TYPES_SUPPORTED": ["code"],
        "OAUTH2_RESPONSE_TYPES_SUPPORTED": ["code"],
        "OAUTH2_GRANT_TYPES_SUPPORTED": ["authorization_code", "refresh_token"],
        "OAUTH_PRE_TOKEN_VALIDATION": [load_device_grant],
        "OAUTH2_VALIDATOR_CLASS": "cms.identity.provider.validators.Validator",
        "ACCESS_TOKEN_GENERATOR": "cms.identity.provider.issuing.issue_access_token",
        "REFRESH_TOKEN_GENERATOR": "oauthlib.oauth2.rfc6749.tokens.random_token_generator",
        "SCOPES": SCOPES,
        "DEFAULT_SCOPES": ["openid"],
        "PKCE_REQUIRED": True,
        "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
        "ACCESS_TOKEN_EXPIRE_SECONDS": ACCESS_SECONDS,
        "ID_TOKEN_EXPIRE_SECONDS": ACCESS_SECONDS,
        "REFRESH_TOKEN_EXPIRE_SECONDS": REFRESH_SECONDS,
        "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "ROTATE_REFRESH_TOKEN": True,
        "ALLOW_URI_WILDCARDS": False,
        "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"],
        "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
        "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
        "OIDC_RP_INITIATED_LOGOUT_DELETE_TOKENS": False,  # ours tells clients of it, and spares other devices
        **{f"COMPLIANT_BCP_RFC9700_{name}": True for name in compliant},
    }
