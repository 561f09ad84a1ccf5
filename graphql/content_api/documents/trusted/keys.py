"""Keys that register trusted documents: made, revoked and recognised."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from content_api.documents.trusted.documents import OWNER
from content_api.models import RegistrationKey

__all__ = ["InvalidKey", "authenticate_key", "create_key", "revoke_key"]

SCHEME = "aixplore_documents"
BEARER = re.compile(rf"[Bb]earer {SCHEME}\.([0-9a-f]{{8}})\.([A-Za-z0-9_-]{{43}})")
UNKNOWN_DIGEST = hashlib.sha256(b"").hexdigest()
"""What the secret of an unknown key is compared with, so that it takes as long as that of a known one."""


def create_key(name: str, owner: str = "") -> str:
    """A new key as its bearer writes it, which is shown this once; ValueError for an owner that none can be."""
    if owner and not OWNER.fullmatch(owner):
        raise ValueError(f"{owner!r} is not a valid owner of documents, such as theme.")
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    RegistrationKey.objects.create(prefix=prefix, digest=hash_secret(secret), name=name, owner=owner)
    return f"{SCHEME}.{prefix}.{secret}"


def revoke_key(prefix: str) -> bool:
    """Whether there was such a key, and it still held."""
    held = RegistrationKey.objects.filter(prefix=prefix, revoked_at__isnull=True)
    return bool(held.update(revoked_at=timezone.now()))


class InvalidKey(Exception):
    """A request is sent with no key that registers documents; the message says what is wrong with what it has."""


def authenticate_key(authorization: str) -> RegistrationKey:
    """The key in an Authorization header; WrongKey when it holds none that is ours and in force."""
    if not authorization:
        raise InvalidKey("Send a key that registers documents: `Authorization: Bearer …`.")
    matched = BEARER.fullmatch(authorization)
    if matched is None:
        raise InvalidKey(
            f"This is not a key for registering documents: send `Authorization: Bearer {SCHEME}.…`, as shown once."
        )
    found = RegistrationKey.objects.filter(prefix=matched[1], revoked_at__isnull=True).first()
    if (
        not constant_time_compare(hash_secret(matched[2]), found.digest if found else UNKNOWN_DIGEST)
        or found is None
    ):
        raise InvalidKey("This key does not exist on this site, or it was revoked.")
    return found


def hash_secret(secret: str) -> str:
    """A plain digest is enough for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
