"""Clients that people sign in to by this site: created, listed, and ended."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from oauth2_provider.models import Application, RefreshToken

from cms.identity.models import LogoutAddress
from cms.identity.provider.client_kinds import is_own
from cms.identity.provider.families import end_family
from cms.identity.provider.revocations import name_client, revoke_tokens

__all__ = [
    "ClientRefused",
    "create_client",
    "delete_client",
    "find_client",
    "hash_secret",
    "list_redirect_origins",
]

LOCAL = ("127.0.0.1", "::1", "localhost")
logger = structlog.get_logger(__name__)


class ClientRefused(Exception):
    """A client cannot be made; the message says why."""


def create_client(
    name: str, redirect_uris: Sequence[str], logout_uris: Sequence[str] = (), *, is_public: bool = False,
    asks: bool = False, is_device: bool = False, notice_uri: str = "",
) -> tuple[Any, str]:  # fmt: skip
    """A client and its secret, which is stored as a hash; none for a public one, which has no server. asks: people are
    asked before it gets a code, as they are for clients of somebody else, and always for those that another program can
    pass for. is_device: it has no browser, so that people enter a code here. notice_uri: where it is told of
    sign-ins that ended."""
    if Application.objects.filter(name=name).exists():
        raise ClientRefused(f"There is a client named {name!r}. Choose another name.")
    for uri in (*redirect_uris, *logout_uris, *filter(None, [notice_uri])):
        check_uri(uri)
    secret = secrets.token_urlsafe(48)
    client = Application(
        name=name, client_type=Application.CLIENT_PUBLIC if is_public else Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_DEVICE_CODE if is_device else Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=" ".join(redirect_uris),
        post_logout_redirect_uris=" ".join(logout_uris), client_secret=hash_secret(secret), hash_client_secret=False,
        skip_authorization=not asks,
    )  # fmt: skip
    try:
        client.clean()
    except ValidationError as error:
        raise ClientRefused(" ".join(error.messages)) from error
    client.skip_authorization = is_own(client)
    client.algorithm = Application.RS256_ALGORITHM  # by our own keys, of which `clean` knows nothing
    with transaction.atomic():
        client.save()
        if notice_uri:
            LogoutAddress.objects.create(client=client, uri=notice_uri)
    logger.info("oauth_client_created", client=client.client_id, name=name)
    return client, "" if is_public else secret


def find_client(client_id: str) -> Any:
    """The client with an id; None where there is none, or it cannot be one."""
    wanted = client_id if client_id and client_id.isprintable() else ""
    return Application.objects.filter(client_id=wanted).first() if wanted else None


def hash_secret(secret: str) -> str:
    """How a secret is stored; a client without one has a random one that is shown to no one."""
    return "sha256$" + hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def check_uri(uri: str) -> None:
    """ClientRefused for an address at which codes could be read by others."""
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise ClientRefused(f"{uri}: give a complete address.") from error
    if "#" in uri or "*" in uri or "@" in parts.netloc or not parts.hostname:
        raise ClientRefused(
            f"{uri}: give a complete address, without a fragment, a user name or an asterisk."
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise ClientRefused(f"{uri}: must begin with https://, or with http:// on this computer.")


@transaction.atomic
def delete_client(client: Any) -> None:
    """End a client and all sign-ins to it."""
    rows = RefreshToken.objects.filter(application=client, revoked__isnull=True)
    for family in list(rows.values_list("token_family", flat=True).distinct()):
        if family is not None:
            end_family(family, "operator")
    revoke_tokens(name_client(client.client_id), "operator")
    logger.info("oauth_client_deleted", client=client.client_id, name=client.name)
    client.delete()


def list_redirect_origins(client: Any) -> list[str]:
    """The origins to which browsers are sent back, for policies of pages with forms that lead there."""
    uris = [*client.redirect_uris.split(), *client.post_logout_redirect_uris.split()]
    parts = map(urlsplit, uris)
    return sorted({f"{each.scheme}://{each.netloc}" for each in parts})
