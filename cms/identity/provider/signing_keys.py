"""Keys by which tokens are signed: made, rotated, and known to every process.

A new key is published before it signs, for as long as clients may keep the list of keys, and the old one stays until
all that it signed has expired. The private parts are encrypted in the database, by a key that is made of SECRET_KEY and
bound to the row, so that a copy of the database signs nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from jwcrypto import jwk

from cms.identity.models import SigningKey

__all__ = [
    "PUBLISHED_SECONDS", "PublicKey", "decrypt_key", "find_public_key", "find_signer", "forget_public_keys",
    "list_public_keys", "rotate_keys",
]  # fmt: skip

PUBLISHED_SECONDS = 600
"""For how long clients may keep the list of keys."""
OVERLAP = timedelta(seconds=2 * PUBLISHED_SECONDS)
"""For how long an old key is accepted after it has signed its last token: longer than any token is valid."""
BITS = 2048
FRESH, PAUSE = 4.0, 2.0
"""Seconds for which a process uses the keys that it has read, and after which it looks again for an unknown one."""
LOCK = 0x53_49_47_4E
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key as it is published. jwk: its members in a list of keys. signs_from, ends_at: see the model."""

    kid: str
    key: RSAPublicKey
    jwk: dict[str, Any]
    signs_from: datetime
    ends_at: datetime | None

    def is_valid(self, now: datetime) -> bool:
        """Whether what it signed is still accepted."""
        return self.ends_at is None or self.ends_at > now


class KnownKeys:
    """The keys of the database as this process read them last."""

    def __init__(self) -> None:
        self.keys: dict[str, PublicKey] = {}
        self.read_at = float("-inf")
        self.lock = Lock()

    def refresh(self, after: float) -> dict[str, PublicKey]:
        """All keys, read again where they were read more than so many seconds ago."""
        with self.lock:
            if monotonic() - self.read_at > after:
                self.keys = {row.kid: self.build(row) for row in select_valid_keys()}
                self.read_at = monotonic()
            return self.keys

    def build(self, row: SigningKey) -> PublicKey:
        """The key of a row; one that is known is not parsed again."""
        known = self.keys.get(row.kid)
        return replace(known, ends_at=row.ends_at) if known else build_public_key(row)

    def forget(self) -> None:
        with self.lock:
            self.read_at = float("-inf")


_known = KnownKeys()


def select_valid_keys() -> Any:
    now = timezone.now()
    return SigningKey.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)).order_by("signs_from")


def build_public_key(row: SigningKey) -> PublicKey:
    published = jwk.JWK.from_pem(row.public.encode())
    members = {"alg": "RS256", "use": "sig", "kid": row.kid, **published.export_public(as_dict=True)}
    key = serialization.load_pem_public_key(row.public.encode())
    assert isinstance(key, RSAPublicKey)  # noqa: S101 - we made it
    return PublicKey(row.kid, key, {**members, "kid": row.kid}, row.signs_from, row.ends_at)


def find_public_key(kid: str) -> PublicKey | None:
    """The key of this name, if it is valid; no statement for one that this process knows."""
    found = _known.refresh(FRESH).get(kid) or _known.refresh(PAUSE).get(kid)
    return found if found is not None and found.is_valid(timezone.now()) else None


def list_public_keys() -> list[PublicKey]:
    """All keys that sign, have signed lately or will sign soon; one is made where there is none."""
    find_signer()
    return [build_public_key(row) for row in select_valid_keys()]


def forget_public_keys() -> None:
    """Read the keys again when one is needed."""
    _known.forget()


def find_signer() -> tuple[str, RSAPrivateKey]:
    """The name and the private part of the key that signs now; it is made where there is none."""
    row = select_signer() or create_first_key()
    return row.kid, decrypt_key(row.kid, bytes(row.secret))


def select_signer() -> SigningKey | None:
    rows = select_valid_keys().filter(signs_from__lte=timezone.now())
    return rows.order_by("-signs_from", "kid").first()  # type: ignore[no-any-return]


@transaction.atomic
def create_first_key() -> SigningKey:
    lock_keys()
    return select_signer() or create_key(timezone.now())


@transaction.atomic
def rotate_keys(*, at_once: bool = False) -> SigningKey:
    """A new key. It signs as soon as all clients can know it, and what the old ones signed stays valid. at_once: it
    signs now and nothing else is accepted from now on, because an old key is known to somebody else."""
    lock_keys()
    now = timezone.now()
    starts = now if at_once or select_signer() is None else now + timedelta(seconds=PUBLISHED_SECONDS)
    ends = now if at_once else starts + OVERLAP
    SigningKey.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=ends)).update(ends_at=ends)
    return create_key(starts)


def create_key(signs_from: datetime) -> SigningKey:
    """Store a new key; every process finds it when it meets its name."""
    private = generate_private_key(public_exponent=65537, key_size=BITS)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    kid = jwk.JWK.from_pem(public).thumbprint()
    row = SigningKey.objects.create(
        kid=kid, public=public.decode(), secret=encrypt_key(kid, private), signs_from=signs_from
    )
    forget_public_keys()
    transaction.on_commit(forget_public_keys)
    logger.info("signing_key_created", kid=kid, signs_from=signs_from.isoformat())
    return row


def lock_keys() -> None:
    """Let one process at a time decide which keys there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def encrypt_key(kid: str, private: RSAPrivateKey) -> bytes:
    plain = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    nonce = os.urandom(12)
    return nonce + AESGCM(derive_key(settings.SECRET_KEY)).encrypt(nonce, plain, kid.encode())


@lru_cache(maxsize=8)
def decrypt_key(kid: str, secret: bytes) -> RSAPrivateKey:
    """The private part of a stored key; ImproperlyConfigured where it was stored under another SECRET_KEY."""
    for given in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            plain = AESGCM(derive_key(given)).decrypt(secret[:12], secret[12:], kid.encode())
        except InvalidTag:
            continue
        key = serialization.load_der_private_key(plain, None)
        assert isinstance(key, RSAPrivateKey)  # noqa: S101 - we made it
        return key
    raise ImproperlyConfigured(
        "The signing key was stored under another SECRET_KEY: run `manage.py signing_key rotate --at-once`."
    )


@lru_cache(maxsize=8)
def derive_key(secret: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, None, b"aixplore signing keys").derive(secret.encode())
