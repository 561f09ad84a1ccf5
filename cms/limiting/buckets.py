"""Rate limits: buckets of points that fill again with time, shared by all processes through Valkey or Redis.

While the server is away every process counts for itself, with a share of the amount: stricter, and never open.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import Any, cast

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

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


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether the points were there; how many are left, and in how many seconds there are more."""

    allowed: bool
    remaining: int
    reset: int


@dataclass
class Limiter:
    """Takes points from buckets. url: of the shared server; None counts in this process alone."""

    url: str | None
    prefix: str = "limits"
    options: dict[str, Any] = field(default_factory=dict)
    _shared: SlidingWindowCounterRateLimiter | None = None
    _local: SlidingWindowCounterRateLimiter = field(
        default_factory=lambda: SlidingWindowCounterRateLimiter(MemoryStorage())
    )
    _away_until: float = 0.0

    def take(self, bucket: Bucket, client: str, cost: int = 1) -> Taken:
        """Take points for a client; nothing is taken when they are not all there."""
        return cast(Taken, self._ask(bucket, lambda limiter, item: taken(limiter, item, client, cost)))

    def refund(self, bucket: Bucket, client: str, points: int) -> None:
        """Give back what was taken and not used."""
        if points > 0:
            self._ask(bucket, lambda limiter, item: limiter.hit(item, client, cost=-points))

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
            storage = cast(Storage, storage_from_string(str(self.url), key_prefix=self.prefix, **options))
            self._shared = SlidingWindowCounterRateLimiter(storage)
        return self._shared


def taken(limiter: SlidingWindowCounterRateLimiter, item: RateLimitItem, client: str, cost: int) -> Taken:
    allowed = limiter.hit(item, client, cost=cost)
    stats = limiter.get_window_stats(item, client)
    if stats.remaining >= item.amount:
        return Taken(allowed, stats.remaining, 0)
    return Taken(allowed, stats.remaining, max(1, math.ceil(stats.reset_time - time.time())))
