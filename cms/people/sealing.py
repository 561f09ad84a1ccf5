"""Secrets that the site must be able to read are encrypted in the database: AES-256-GCM, bound to their row.

The key is derived from SECRET_KEY, and its name stands before the text, so that SECRET_KEY_FALLBACKS read what an
earlier key wrote. `manage.py rotate_keys` writes all of it with the present one.
"""

from __future__ import annotations

import base64
import hashlib
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["UnreadableSecretError", "is_current", "seal", "unseal"]

NONCE = 12


class UnreadableSecretError(Exception):
    """The text was written with a key that is not known, for another row, or was changed."""


def seal(text: str, place: str) -> str:
    """Encrypt a text for one place ("authenticator:5"): "key.ciphertext"."""
    name, key = derive_key(settings.SECRET_KEY)
    nonce = os.urandom(NONCE)
    encrypted = nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())
    return f"{name}.{base64.urlsafe_b64encode(encrypted).decode()}"


def unseal(sealed: str, place: str) -> str:
    """The text that was sealed for this place; UnreadableSecretError."""
    name, _, encrypted = sealed.partition(".")
    key = dict(map(derive_key, list_secrets())).get(name)
    if key is None:
        raise UnreadableSecretError(
            f"{place} was sealed with the key {name}, which is not among SECRET_KEY_FALLBACKS."
        )
    try:
        data = base64.urlsafe_b64decode(encrypted)
        return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise UnreadableSecretError(f"{place} was changed, or sealed for another place.") from error


def is_current(sealed: str) -> bool:
    """Whether the present key wrote it."""
    return sealed.partition(".")[0] == derive_key(settings.SECRET_KEY)[0]


def list_secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


@lru_cache(maxsize=8)
def derive_key(secret: str) -> tuple[str, bytes]:
    """A name and 32 bytes."""
    key = HKDF(SHA256(), 32, salt=None, info=b"cms.people.sealing").derive(secret.encode())
    return hashlib.sha256(b"name:" + key).hexdigest()[:8], key
