"""Charges the points of an operation to its client before execution, and refunds what the response did not use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import structlog
from django.conf import settings

from cms.actors.actor import Actor
from cms.ratelimit.limits import Limits
from cms.ratelimit.rates import RateExceeded, limiter, take
from cms.ratelimit.token_bucket import Bucket, Consumption
from content_api import statuses
from content_api.errors import COST_LIMIT_EXCEEDED, RATE_LIMITED, RequestRefused
from content_api.limits.bucket_uses import count_bucket_uses
from content_api.limits.concurrency import limit_concurrency
from content_api.limits.cost import OperationCost

__all__ = [
    "KEPT_COST", "MINIMUM_COST", "Charge", "build_rate_headers", "charge_operation", "charge_points", "get_limits",
    "limiter", "reject_charge", "reject_rate", "take_points",
]  # fmt: skip

MINIMUM_COST = 5
"""Points that every request costs at least, also a rejected one: reading it was work."""
KEPT_COST = 1
"""Points of an answer that is kept: giving it out again is hardly any."""

logger = structlog.get_logger(__name__)


def get_limits(actor: Actor) -> Limits:
    """The limits of an actor's audience, with its own points where it has some."""
    limits: Limits = settings.API_LIMITS[actor.audience]
    if actor.points is None:
        return limits
    capacity, restore = actor.points
    return replace(limits, bucket=capacity, restore=restore)


@dataclass(slots=True)
class Charge:
    """The points of one request. requested: those charged before execution. actual: those of the response. taken: what
    the token bucket said. cost: None for a request without an operation."""

    limits: Limits
    bucket: Bucket
    client: str
    cost: OperationCost | None
    requested: int
    taken: Consumption
    actual: int

    def settle(self, data: Any) -> None:
        """Measure what the response cost, and refund the difference."""
        measured = self.cost.measure(data) if self.cost else self.requested
        self.actual = max(MINIMUM_COST, min(self.requested, measured))
        limiter().refund(self.bucket, self.client, self.requested - self.actual)

    def refund(self) -> None:
        """Refund all of it."""
        limiter().refund(self.bucket, self.client, self.requested)

    @property
    def available(self) -> int:
        """Points that the client has left."""
        return min(self.limits.bucket, self.taken.remaining + self.requested - self.actual)

    def build_report(self) -> dict[str, Any]:
        """`extensions.cost` of a response; with DEBUG, also what each field adds."""
        report = {
            "requested": self.requested,
            "actual": self.actual,
            "available": self.available,
            "restoreRate": self.limits.restore,
        }
        return {**report, "fields": self.list_fields()} if settings.DEBUG else report

    def list_fields(self) -> list[dict[str, Any]]:
        """What each field adds to the requested points, for developers."""
        return [{"path": path, "points": points} for path, points in (self.cost.by_path if self.cost else ())]

    def build_headers(self) -> dict[str, str]:
        return build_rate_headers(self.limits, self.available, self.taken.seconds)


def build_rate_headers(limits: Limits, left: int, seconds: int) -> dict[str, str]:
    """RateLimit and RateLimit-Policy, after the draft of the IETF's HTTPAPI group. Its window: the seconds in which an
    empty bucket is full again."""
    window = max(1, round(limits.bucket / limits.restore))
    return {
        "RateLimit": f'"points";r={left};t={seconds}',
        "RateLimit-Policy": f'"points";q={limits.bucket};w={window}',
    }


@contextmanager
def charge_operation(cost: OperationCost, actor: Actor, limits: Limits) -> Iterator[Charge]:
    """Execute an operation within its client's limits.

    RequestRefused when it costs more than its audience may spend at once, when the client has too few points left or
    too many requests running, or when a root field's own rate limit is reached. A rejection during execution refunds
    the points.
    """
    requested = max(MINIMUM_COST, cost.requested_points)
    if requested > limits.cost:
        raise reject_cost(charge_points(actor, limits, MINIMUM_COST, cost), requested)
    with limit_concurrency(actor.rate_key, limits.concurrent):
        charge = charge_points(actor, limits, requested, cost)
        use_buckets(cost, actor.action_key)
        try:
            yield charge
        except RequestRefused:
            charge.refund()  # it was not executed, which is not the client's fault
            raise


def reject_cost(charge: Charge, requested: int) -> RequestRefused:
    """The rejection of an operation that costs more than its client may spend at once."""
    limits = charge.limits
    text = f"The operation costs {requested} points; {limits.cost} are allowed. Request fewer rows."
    rejection = RequestRefused(
        statuses.choose_unprocessable_status(), text, COST_LIMIT_EXCEEDED, **charge.build_headers()
    )
    rejection.with_extensions(cost=requested, maxCost=limits.cost)
    return rejection.with_extensions(fields=charge.list_fields()) if settings.DEBUG else rejection


def use_buckets(cost: OperationCost, client: str) -> None:
    """Consume from the rate limits of single root fields; RequestRefused when one of them is reached."""
    for bucket, times in count_bucket_uses(cost).items():
        try:
            take(bucket, client, times)
        except RateExceeded as error:
            raise RequestRefused(
                429, str(error), RATE_LIMITED, **{"Retry-After": str(error.retry_after)}
            ) from error


def charge_points(actor: Actor, limits: Limits, points: int, cost: OperationCost | None = None) -> Charge:
    """Consume points from the client's token bucket; RequestRefused when there are too few."""
    charge = take_points(actor, limits, points, cost)
    if not charge.taken.allowed:
        raise reject_charge(charge, actor)
    return charge


def take_points(actor: Actor, limits: Limits, points: int, cost: OperationCost | None = None) -> Charge:
    """The charge of a request, whose `taken` says whether the points were there."""
    bucket, client = Bucket.of_points(actor.audience, limits.bucket, limits.restore), actor.rate_key
    return Charge(limits, bucket, client, cost, points, limiter().take(bucket, client, points), points)


def reject_charge(charge: Charge, actor: Actor) -> RequestRefused:
    """The rejection of a client that had too few points for a charge; for a moment it is rejected early."""
    taken = charge.taken
    logger.warning("graphql_rate_limited", client=charge.client, requested=charge.requested)
    if taken.remaining < charge.limits.restore and actor.is_anonymous:
        limiter().reject_cache.add(charge.client, charge.bucket.name, taken.reset, actor.credential_hash)
    return reject_rate(taken.seconds, **charge.build_headers())


def reject_rate(seconds: int, **headers: str) -> RequestRefused:
    """The rejection of a client that has too few points for so many seconds."""
    text = f"Too many requests: try again in {seconds} s."
    return RequestRefused(429, text, RATE_LIMITED, **{"Retry-After": str(seconds), **headers})
