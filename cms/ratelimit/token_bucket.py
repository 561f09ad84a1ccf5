"""Rate limits: buckets of points that fill again with time, shared by all processes through Valkey or Redis.

While the server is away every process counts for itself, with a share of the amount: stricter, and never open.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import structlog
from redis.exceptions import RedisError

from cms.base.measures import RATE_LIMITED
from cms.ratelimit.local_quota import Consumption, LocalQuota, LocalQuotas
from cms.ratelimit.reject_cache import RejectCache
from cms.ratelimit.store import ROUNDING, BucketStorage, LocalBuckets, SharedBuckets

__all__ = ["Bucket", "Consumption", "Limiter"]

RETRY = 5.0
"""Seconds until the server is asked again after it was away."""

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bucket:
    """amount: points that a client can save up. seconds: in which an empty bucket is full again, evenly. share: how
    much of it one process gives while the server of all is away."""

    name: str
    amount: int
    seconds: float
    share: float = 0.25

    @classmethod
    def of_points(cls, audience: str, amount: int, restore: int) -> Bucket:
        """That of all that a client of an audience asks. restore: points that come back each second."""
        return cls(f"points-{audience}", amount, amount / restore)

    @property
    def each_second(self) -> float:
        """Points that come back each second."""
        return self.amount / self.seconds

    def shrink(self) -> Bucket:
        """What one process gives by itself: at least one point."""
        return replace(self, amount=max(1, math.floor(self.amount * self.share)))

    def consume(
        self, storage: BucketStorage, client: str, points: int, wanted: int | None = None
    ) -> Consumption:
        """Points from a storage. wanted: for how many of them the client would wait."""
        allowed, full_in = storage.consume(f"{self.name}/{client}", self.amount, self.seconds, points)
        left = self.amount - full_in * self.each_second + ROUNDING
        lacking = (points if wanted is None else wanted) - left
        wait = full_in if allowed else min(self.seconds, lacking / self.each_second)
        return Consumption(allowed, max(0, math.floor(left)), wait)


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
    reject_cache: RejectCache = field(default_factory=RejectCache)
    refused: Counter[str] = field(default_factory=Counter)
    _counting: Lock = field(default_factory=Lock)
    _quotas: LocalQuotas = field(default_factory=LocalQuotas)
    _shared: SharedBuckets | None = None
    _local: LocalBuckets = field(default_factory=LocalBuckets)
    _away_until: float = 0.0

    def take(self, bucket: Bucket, client: str, cost: int = 1) -> Consumption:
        """Take points for a client; nothing is taken when they are not all there."""
        quota = self._quotas.get(bucket.name, client) if self.url else None
        if quota is not None and quota.consume(cost):
            return Consumption(True, quota.left + quota.points, quota.reset)
        taken = self._ask(bucket, lambda storage, held: consume_shared(storage, held, client, cost, quota))
        if not taken.allowed:
            with self._counting:
                self.refused[bucket.name] += 1
            RATE_LIMITED.labels(bucket.name).inc()
        return taken

    def refund(self, bucket: Bucket, client: str, points: int) -> None:
        """Give back what was taken and not used."""
        excess = points
        if points > 0 and self.url is not None:
            excess = self._quotas.get(bucket.name, client).refund(points, compute_advance(bucket.amount))
        if excess > 0:
            self._ask(bucket, lambda storage, held: held.consume(storage, client, -excess))

    def _ask(self, bucket: Bucket, question: Callable[[BucketStorage, Bucket], Consumption]) -> Consumption:
        if self.url is not None and time.monotonic() >= self._away_until:
            try:
                return question(self._server(), bucket)
            except (RedisError, OSError) as error:
                self._away_until = time.monotonic() + RETRY
                logger.error("rate_limits_local", reason=type(error).__name__, seconds=RETRY)
        return question(self._local, bucket.shrink() if self.url else bucket)

    def _server(self) -> SharedBuckets:
        if self._shared is None:
            options = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25, **self.options}
            self._shared = SharedBuckets(str(self.url), key_prefix=self.prefix, **options)
        return self._shared


def compute_advance(amount: int) -> int:
    """How many points a process takes in advance; none of a small bucket, where each of them counts."""
    return amount // 40


def consume_shared(
    storage: BucketStorage, bucket: Bucket, client: str, cost: int, quota: LocalQuota | None
) -> Consumption:
    """Points from the server, for this request and, if there are enough, for the next."""
    held = quota.drain() if quota else 0
    lacking = cost - held
    advance = compute_advance(bucket.amount) if quota else 0
    result = bucket.consume(storage, client, lacking + advance, lacking)
    if advance and not result.allowed and result.remaining >= lacking:
        advance, result = 0, bucket.consume(storage, client, lacking)
    kept = advance if result.allowed else held
    if quota:
        quota.refill(kept, result)
    return Consumption(result.allowed, result.remaining + kept, result.reset)
