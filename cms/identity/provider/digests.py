"""How codes and tokens are stored: each is random, so a fast hash without salt does."""

from __future__ import annotations

import hashlib

__all__ = ["digest"]


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
