"""Whose a client is: the site's own, or somebody else's."""

from __future__ import annotations

from typing import Any

from oauth2_provider.models import Application

__all__ = ["is_own"]


def is_own(client: Any) -> bool:
    """Whether it is the site's own client, for which no other program can pass: it has a secret, or codes for it go to
    https addresses alone. What a device or an app on the same computer can say of itself, any other can say, too."""
    if not client.skip_authorization or client.client_type == Application.CLIENT_CONFIDENTIAL:
        return bool(client.skip_authorization)
    uris = client.redirect_uris.split()
    is_code = client.authorization_grant_type == Application.GRANT_AUTHORIZATION_CODE
    return is_code and all(uri.startswith("https://") for uri in uris)
