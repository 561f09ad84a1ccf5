"""Rate limits: buckets of points that fill again with time, shared by all processes through Valkey or Redis.

While the server is away every process counts for itself, with a share of the amount: stricter, and never open.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, cast

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

from cms.limiting.doors import Door
from cms.limiting.purses import Purse, Purses, Taken
from cms.limiting.storage import OneTripStorage

__all__ = ["Bucket", "Limiter", "Taken"]

RETRY = 5.0
"""Seconds until the server is asked again after it was away."""

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bucket:
    """amount: points that a client may take within `seconds`. share: how much of it one process gives while the
    server of all is away."""

    name: str
    amount: int
    seconds: int
    share: float = 0.25

    def item(self, share: float = 1.0) -> RateLimitItem:
        return RateLimitItemPerSecond(
            max(1, math.floor(self.amount * share)), self.seconds, namespace=self.name
        )


@dataclass
class Limiter:
    """Takes points from buckets. url: of the shared server; None counts in this process alone.

    A process takes some points more than it needs, and keeps small change, so that most requests of a client who comes
    again ask no server. What it holds counts as taken: together, processes never give more than the bucket has.
    refused: how often a bucket had too little, by its name, since the process started.
    """

    url: str | None
    prefix: str = "limits"
    options: dict[str, Any] = field(default_factory=dict)
    door: Door = field(default_factory=Door)
    refused: Counter[str] = field(default_factory=Counter)
    _purses: Purses = field(default_factory=Purses)
    _shared: SlidingWindowCounterRateLimiter | None = None
    _local: SlidingWindowCounterRateLimiter = field(
        default_factory=lambda: SlidingWindowCounterRateLimiter(MemoryStorage())
    )
    _away_until: float = 0.0

    def take(self, bucket: Bucket, client: str, cost: int = 1) -> Taken:
        """Take points for a client; nothing is taken when they are not all there."""
        purse = self._purses.of(bucket.name, client) if self.url else None
        if purse is not None and purse.spend(cost):
            return Taken(True, purse.left + purse.points, purse.reset)
        taken = cast(
            Taken, self._ask(bucket, lambda limiter, item: fetched(limiter, item, client, cost, purse))
        )
        self.refused[bucket.name] += not taken.allowed
        return taken

    def refund(self, bucket: Bucket, client: str, points: int) -> None:
        """Give back what was taken and not used."""
        excess = points
        if points > 0 and self.url is not None:
            excess = self._purses.of(bucket.name, client).keep(points, advance_of(bucket.amount))
        if excess > 0:
            self._ask(bucket, lambda limiter, item: limiter.hit(item, client, cost=-excess))

    def _ask(self, bucket: Bucket, question: Any) -> Any:
        if self.url is not None and time.monotonic() >= self._away_until:
            try:
                return question(self._shared_limiter(), bucket.item())
            except (RedisError, OSError) as error:
                self._away_until = time.monotonic() + RETRY
                logger.error("rate_limits_local", reason=type(error).__name__, seconds=RETRY)
        return question(self._local, bucket.item(bucket.share if self.url else 1.0))

    def _shared_limiter(self) -> SlidingWindowCounterRateLimiter:
        if self._shared is None:
            options = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25, **self.options}
            storage = OneTripStorage(str(self.url), key_prefix=self.prefix, **options)
            self._shared = SlidingWindowCounterRateLimiter(storage)
        return self._shared


def advance_of(amount: int) -> int:
    """How many points a process takes in advance; none of a small bucket, where each of them counts."""
    return amount // 40


def fetched(
    limiter: SlidingWindowCounterRateLimiter, item: RateLimitItem, client: str, cost: int, purse: Purse | None
) -> Taken:
    """Points from the server, for this request and, if there are enough, for the next."""
    held = purse.empty() if purse else 0
    advance = advance_of(item.amount) if purse else 0
    result = taken(limiter, item, client, cost - held + advance)
    if advance and not result.allowed and result.remaining + held >= cost:
        advance, result = 0, taken(limiter, item, client, cost - held)
    kept = advance if result.allowed else held
    if purse:
        purse.fill(kept, result)
    return replace(result, remaining=result.remaining + kept)


def taken(limiter: SlidingWindowCounterRateLimiter, item: RateLimitItem, client: str, cost: int) -> Taken:
    allowed = limiter.hit(item, client, cost=cost)
    stats = limiter.get_window_stats(item, client)
    if stats.remaining >= item.amount:
        return Taken(allowed, stats.remaining, 0)
    return Taken(allowed, stats.remaining, max(1, math.ceil(stats.reset_time - time.time())))
