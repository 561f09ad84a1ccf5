"""The reject cache: rejects clients without points early, before their requests are read."""

from __future__ import annotations

import math
import time
from collections import Counter
from threading import Lock

from cms.base.measures import RATE_LIMITED

__all__ = ["RejectCache"]

CLOSED = 1.0
"""Seconds for which a client is rejected early; the next request is counted again."""
MOST = 10_000
"""Maximum number of entries; beyond it the cache is cleared."""


class RejectCache:
    """Makes a flood of anonymous requests cheap: they are rejected without counting each of them.

    turned_away: the number of rejected requests by bucket since the process started.
    """

    def __init__(self) -> None:
        self.closed: dict[str, tuple[str, float, float]] = {}
        self.rejected_credentials: dict[int, float] = {}
        self.turned_away: Counter[str] = Counter()
        self._counting = Lock()

    def add(self, client: str, bucket: str, seconds: float, credentials: int | None = None) -> None:
        """Reject a client early for a moment; seconds: until the bucket contains the requested points.

        credentials: those of the rejected request, if they were invalid.
        """
        for kept in (self.closed, self.rejected_credentials):
            if len(kept) >= MOST:
                kept.clear()
        now = time.monotonic()
        until = now + min(CLOSED, seconds)
        self.closed[client] = (bucket, until, now + seconds)
        if credentials is not None:
            self.rejected_credentials[credentials] = until

    def has_credentials(self, credentials: int) -> bool:
        """Whether a request with these credentials was just rejected as anonymous."""
        return self.rejected_credentials.get(credentials, 0.0) > time.monotonic()

    def get_retry_after(self, client: str) -> int:
        """Seconds until a client that is rejected early may try again; 0 for all others."""
        found = self.closed.get(client)
        if found is None:
            return 0
        bucket, until, again = found
        now = time.monotonic()
        if now >= until:
            self.closed.pop(client, None)
            return 0
        with self._counting:
            self.turned_away[bucket] += 1
        RATE_LIMITED.labels(bucket).inc()
        return max(1, math.ceil(again - now))
