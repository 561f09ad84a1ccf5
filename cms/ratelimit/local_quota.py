"""The local quota of a client: points that this process took from the shared bucket and has not used yet."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from threading import Lock

__all__ = ["Consumption", "LocalQuota", "LocalQuotas"]

FRESH = 2.0
"""Seconds for which a local quota is used without asking the server again."""
MOST = 10_000
"""Maximum number of local quotas; beyond it all are dropped, and their points are lost until the bucket refills."""


@dataclass(frozen=True, slots=True)
class Consumption:
    """Whether the points were available, and how many are left. reset: seconds until the bucket is full; after a
    rejection, until the requested points are available."""

    allowed: bool
    remaining: int
    reset: float

    @property
    def seconds(self) -> int:
        """`reset` in whole seconds, for a header; at least one after a rejection."""
        return max(math.ceil(self.reset), not self.allowed)


@dataclass(slots=True)
class LocalQuota:
    """points: held here. left, reset: the server's last answer. Thread-safe."""

    points: int = 0
    left: int = 0
    reset: float = 0.0
    filled_at: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def consume(self, points: int) -> bool:
        """Whether so many are there, and were there lately; then they are gone."""
        with self._lock:
            enough = self.points >= points and time.monotonic() - self.filled_at < FRESH
            if enough:
                self.points -= points
            return enough

    def refund(self, points: int, advance: int) -> int:
        """Put points in; those that are too many to be held here, which belong back to the server."""
        with self._lock:
            self.points += points
            excess = self.points - advance if self.points > 2 * advance else 0
            self.points -= excess
            return excess

    def drain(self) -> int:
        """All that is in it."""
        with self._lock:
            held, self.points = self.points, 0
            return held

    def refill(self, points: int, said: Consumption) -> None:
        """Put in what was fetched or could not be used."""
        with self._lock:
            self.points += points
            self.left, self.reset, self.filled_at = said.remaining, said.reset, time.monotonic()


class LocalQuotas:
    """One for each bucket and client."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], LocalQuota] = {}

    def get(self, bucket: str, client: str) -> LocalQuota:
        quota = self.found.get((bucket, client))
        if quota is None:
            if len(self.found) >= MOST:
                self.found.clear()
            quota = self.found.setdefault((bucket, client), LocalQuota())
        return quota
