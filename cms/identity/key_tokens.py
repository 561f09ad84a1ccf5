"""The form of keys: a mark, a visible prefix, a secret and a checksum, such as `aix_1a2b3c4d_…`.

A key that was mistyped or made up is told by its checksum, without a look-up, and scanners of repositories find keys
by `PATTERN` alone. Nothing here needs Django.
"""

from __future__ import annotations

import re
import secrets
import string
from hashlib import sha256
from zlib import crc32

__all__ = [
    "MACHINE",
    "SERVER",
    "compute_digest",
    "create_token",
    "get_prefix",
    "has_checksum",
    "holds_token",
    "is_well_formed",
    "redact_tokens",
]

MACHINE, SERVER = "aix", "axs"
"""How keys of machines and of the servers of frontends begin."""
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
PREFIX_BYTES = 4
SECRET_LENGTH = 43
"""Characters of the alphabet that hold 256 random bits."""
CHECK_LENGTH = 6
TOKEN = re.compile(
    rf"(?:{MACHINE}|{SERVER})_([0-9a-f]{{8}})_[0-9A-Za-z]{{{SECRET_LENGTH + CHECK_LENGTH}}}", re.ASCII
)
PATTERN = re.compile(rf"((?:{MACHINE}|{SERVER})_[0-9a-f]{{8}})_[0-9A-Za-z_-]{{16,}}", re.ASCII)
"""Anything in a text that may be a key, whole or cut; its first group is not secret."""


def create_token(mark: str) -> tuple[str, str]:
    """The prefix of a new key, and the whole key."""
    prefix = secrets.token_hex(PREFIX_BYTES)
    secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))
    body = f"{mark}_{prefix}_{secret}"
    return prefix, body + compute_checksum(body)


def compute_checksum(body: str) -> str:
    """Six characters that a typing error changes."""
    number, found = crc32(body.encode()), ""
    for _ in range(CHECK_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        found = ALPHABET[digit] + found
    return found


def is_well_formed(token: str) -> bool:
    """Whether a text has the form of a key."""
    return TOKEN.fullmatch(token) is not None


def has_checksum(token: str) -> bool:
    """Whether the end of a well-formed key fits the rest of it."""
    return compute_checksum(token[:-CHECK_LENGTH]) == token[-CHECK_LENGTH:]


def get_prefix(token: str) -> str:
    """The visible part of a well-formed key, by which it is found."""
    return token.split("_", 2)[1]


def compute_digest(token: str) -> str:
    """What is stored of a key. A plain hash is enough: the secret has 256 random bits, so there is nothing to guess."""
    return sha256(token.encode()).hexdigest()


def holds_token(text: str) -> bool:
    """Whether a text holds what may be a key."""
    return PATTERN.search(text) is not None


def redact_tokens(text: str) -> str:
    """The text with the visible part of each key alone."""
    return PATTERN.sub(r"\1_…", text)
