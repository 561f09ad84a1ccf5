"""Keys for the servers of frontends: made, checked and revoked here.

A key reads what is public. It has a budget of its own, so that a page rendered for thousands of visitors does not use
up what one client has, and it may name the address of the visitor that it asks for.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic

import structlog
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from cms.actors.actor import Actor, ActorKind, Rejection, anonymous_actor
from cms.actors.authenticators import get_rate_key
from cms.http.clients import get_credentials, get_network
from cms.identity.models import ServerKey

__all__ = ["VISITOR_HEADER", "authenticate_server", "create_key", "find_key", "revoke_key"]

MARK = "axs_"
"""How every key begins, so that scanners of repositories and logs find one that leaked."""
PREFIX_LENGTH = 8
FRESH = 5.0
"""Seconds for which a process uses a key without looking it up again: so long a revoked key still works."""
MOST = 1_000
USED = timedelta(hours=1)
VISITOR_HEADER = "X-Visitor-Address"
WRONG_KEY = Rejection(401, "The server key is not valid: it is wrong, expired or revoked. Use another one.")
WRONG_VISITOR = Rejection(400, f"{VISITOR_HEADER} must be one IPv4 or IPv6 address.")
MAY_NOT_PASS = Rejection(400, f"This server key may not name visitors: leave {VISITOR_HEADER} out.")

logger = structlog.get_logger(__name__)
_checked: dict[str, tuple[float, ServerKey]] = {}


def create_key(name: str, *, expires_at: datetime | None = None, points: tuple[int, int] | None = None,
               passes_visitors: bool = True) -> tuple[ServerKey, str]:  # fmt: skip
    """A new key and its secret, which is not stored and cannot be shown again."""
    prefix = secrets.token_hex(PREFIX_LENGTH // 2)
    capacity, restore = points or (None, None)
    secret = f"{MARK}{prefix}_{secrets.token_urlsafe(32)}"
    key = ServerKey.objects.create(
        name=name, prefix=prefix, digest=compute_digest(secret), capacity=capacity, restore=restore,
        passes_visitors=passes_visitors, expires_at=expires_at,
    )  # fmt: skip
    logger.info("server_key_created", key=key.prefix, name=name)
    return key, secret


def revoke_key(key: ServerKey) -> None:
    """End a key; every process refuses it within five seconds."""
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    _checked.clear()
    logger.info("server_key_revoked", key=key.prefix, name=key.name)


def compute_digest(secret: str) -> str:
    """A plain hash is enough: the secret has 256 random bits."""
    return sha256(secret.encode()).hexdigest()


def authenticate_server(request: HttpRequest) -> Actor | None:
    """The server whose key came as `Authorization: Bearer axs_…`; None when no such key came."""
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.startswith(MARK):
        return None
    key = find_key(secret.strip())
    if key is None:
        return reject(request, WRONG_KEY)
    visitor = request.META.get("HTTP_X_VISITOR_ADDRESS")
    if visitor is None:
        return build_actor(key, None)
    network = get_network(visitor)
    if not key.passes_visitors or network == "unknown":
        return reject(request, WRONG_VISITOR if key.passes_visitors else MAY_NOT_PASS)
    return build_actor(key, f"net:{network}")


def reject(request: HttpRequest, rejection: Rejection) -> Actor:
    return anonymous_actor(get_rate_key(request), get_credentials(request), rejection)


def build_actor(key: ServerKey, visitor_key: str | None) -> Actor:
    return Actor(
        rate_key=f"server:{key.pk}", kind=ActorKind.SERVER, audience="server", scopes=frozenset(),
        points=key.points, visitor_key=visitor_key,
    )  # fmt: skip


def find_key(secret: str) -> ServerKey | None:
    """The valid key with this secret. One that was found is used for five seconds without a statement."""
    digest = compute_digest(secret)
    until, known = _checked.get(digest, (0.0, None))
    if known is None or until < monotonic():
        known = load_key(secret, digest)
        if known is None:
            _checked.pop(digest, None)
            return None
        if len(_checked) >= MOST:
            _checked.clear()
        _checked[digest] = (monotonic() + FRESH, known)
    return known if is_valid(known) else None


def load_key(secret: str, digest: str) -> ServerKey | None:
    prefix = secret.removeprefix(MARK)[:PREFIX_LENGTH]
    key = ServerKey.objects.filter(prefix=prefix).first() if prefix.isalnum() else None
    if key is None or not hmac.compare_digest(key.digest, digest) or not is_valid(key):
        return None
    note_use(key)
    return key


def is_valid(key: ServerKey) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > timezone.now())


def note_use(key: ServerKey) -> None:
    """Store that the key is in use, at most once an hour."""
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > USED:
        long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USED)
        ServerKey.objects.filter(long_ago, pk=key.pk).update(last_used_at=now)
