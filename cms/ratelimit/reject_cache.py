"""Clients who were just told that they have too few points, and are turned away without a look at what they ask."""

from __future__ import annotations

import math
import time
from collections import Counter
from threading import Lock

from cms.base.measures import RATE_LIMITED

__all__ = ["Door"]

CLOSED = 1.0
"""Seconds for which a client is turned away by itself; the next request is counted again."""
MOST = 10_000
"""Clients who are remembered; when there are more, all of them are looked at again."""


class Door:
    """A stranger who keeps asking costs a fraction of what it costs to count and refuse each request.

    turned_away: how many requests, by bucket, since the process started.
    """

    def __init__(self) -> None:
        self.closed: dict[str, tuple[str, float, float]] = {}
        self.nobodies: dict[int, float] = {}
        self.turned_away: Counter[str] = Counter()
        self._counting = Lock()

    def close(self, client: str, bucket: str, seconds: float, credentials: int | None = None) -> None:
        """Turn a client away for a moment; seconds: until the points that it asked for are in the bucket.

        credentials: of the request that was refused, and turned out to be nobody's.
        """
        for kept in (self.closed, self.nobodies):
            if len(kept) >= MOST:
                kept.clear()
        now = time.monotonic()
        until = now + min(CLOSED, seconds)
        self.closed[client] = (bucket, until, now + seconds)
        if credentials is not None:
            self.nobodies[credentials] = until

    def are_of_nobody(self, credentials: int) -> bool:
        """Whether somebody was just refused as a stranger in spite of them."""
        return self.nobodies.get(credentials, 0.0) > time.monotonic()

    def wait(self, client: str) -> int:
        """Seconds after which a client who is turned away may try again; 0 for everybody else."""
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
