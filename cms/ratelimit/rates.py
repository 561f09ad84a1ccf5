"""How often a client may do one thing: take from the bucket that was declared for it."""

from __future__ import annotations

import structlog
from django.conf import settings

from cms.base.once import once
from cms.ratelimit.buckets import registry
from cms.ratelimit.token_bucket import Bucket, Limiter

__all__ = ["RateExceeded", "bucket", "limiter", "points_bucket", "refund", "take"]

logger = structlog.get_logger(__name__)


class RateExceeded(Exception):
    """Too often; retry_after: seconds until it may be tried again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many of these requests: try again in {retry_after} s.")
        self.retry_after = retry_after


@once
def limiter() -> Limiter:
    """The limiter of this process."""
    return Limiter(settings.RATE_LIMITS_URL)


def take(name: str, client: str, times: int = 1) -> None:
    """Take from a bucket for a client ("user:5", "net:192.0.2.7"); RateExceeded when it holds too few.

    While the server that counts for all processes is away, each of them gives a quarter: stricter, and never open.
    """
    taken = limiter().take(bucket(name), client, times)
    if not taken.allowed:
        logger.warning("rate_limited", bucket=name)
        raise RateExceeded(taken.seconds)


def refund(name: str, client: str, times: int = 1) -> None:
    """Put back what turned out not to count."""
    limiter().refund(bucket(name), client, times)


def points_bucket(audience: str, points: tuple[int, int] | None = None) -> Bucket:
    """The bucket of points for all that a client asks: that of its audience of API_LIMITS, or one of its own with so
    many points, of which so many come back each second."""
    limits = settings.API_LIMITS[audience]
    capacity, restore = points or (limits.bucket, limits.restore)
    return Bucket.of_points(audience, capacity, restore)


def bucket(name: str) -> Bucket:
    """The bucket of this name; KeyError for one that no package declared."""
    rate = registry.find_rate(name)
    return Bucket(name, rate.amount, rate.seconds)
