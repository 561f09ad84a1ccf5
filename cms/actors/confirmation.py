"""When a person last proved who they are, as their session holds it, and for how long that counts."""

from __future__ import annotations

import time

__all__ = ["CONFIRMED", "is_recent"]

CONFIRMED = "confirmed_at"
"""In the session: when the person last proved who they are, in seconds since 1970."""
LASTS = 600
"""Seconds for which somebody need not prove it again."""


def is_recent(moment: float) -> bool:
    """Whether a person who proved at this moment who they are need not do so again."""
    return 0 <= time.time() - moment < LASTS
