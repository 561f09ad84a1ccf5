"""What an operation costs, and whether its client has that much left. What it did not use is given back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import orjson
import structlog
from django.conf import settings
from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode, get_operation_ast
from graphql.execution.values import get_variable_values

from cms.accounts.actor import Actor
from cms.limiting.buckets import Bucket, Taken
from cms.limiting.rates import RateExceeded, limiter, points_bucket, take
from cms.settings.limits import Limits
from content_api import statuses
from content_api.admission.cost import Bill
from content_api.admission.draws import drawn
from content_api.admission.places import place
from content_api.admission.prices import Price, prices_of
from content_api.admission.stores import BoundedStore
from content_api.errors import COST_LIMIT_EXCEEDED, RATE_LIMITED, RequestRefused
from content_api.schema import build_schema

__all__ = ["LEAST", "Toll", "bill_of", "bill_with", "limiter", "pay", "points_headers", "toll", "too_many"]

LEAST = 5
"""Points that every request costs at least, also one that is refused: to look at it was work."""

LONGEST = 1_000
"""Bytes of variables that a bill which is kept may have."""

logger = structlog.get_logger(__name__)
_bills: BoundedStore[Bill] = BoundedStore(512)
_trusted_bills: BoundedStore[Bill] = BoundedStore(1024)
"""Those of trusted documents are kept apart: other documents cannot push them out."""


@dataclass(slots=True)
class Toll:
    """One operation's points: requested before, actual after; taken is what the client has left."""

    limits: Limits
    bucket: Bucket
    client: str
    bill: Bill | None
    requested: int
    taken: Taken
    actual: int = 1

    def settle(self, data: Any) -> None:
        """Work out what the answer was worth, and give the difference back."""
        actual = self.bill.actual(data) if self.bill else self.requested
        self.actual = max(LEAST, min(self.requested, actual))
        limiter().refund(self.bucket, self.client, self.requested - self.actual)

    def refund(self) -> None:
        """Give all of it back."""
        limiter().refund(self.bucket, self.client, self.requested)

    @property
    def available(self) -> int:
        """Points that the client has left."""
        return min(self.limits.bucket, self.taken.remaining + self.requested - self.actual)

    def report(self) -> dict[str, Any]:
        """`extensions.cost` of an answer; while debugging, what each field adds as well."""
        told = {
            "requested": self.requested,
            "actual": self.actual,
            "available": self.available,
            "restoreRate": self.limits.restore,
        }
        return {**told, "fields": self.fields()} if settings.DEBUG else told

    def fields(self) -> list[dict[str, Any]]:
        """What each field adds to what was requested, for developers; nothing for a document without a bill."""
        return [{"path": path, "points": points} for path, points in (self.bill.lines if self.bill else ())]

    def headers(self) -> dict[str, str]:
        """What a client is told of its points, in headers."""
        return points_headers(self.limits, self.available, self.taken.seconds)


def points_headers(limits: Limits, left: int, seconds: int) -> dict[str, str]:
    """RateLimit and RateLimit-Policy, after the draft of the IETF's HTTPAPI group."""
    return {
        "RateLimit": f'"points";r={left};t={seconds}',
        "RateLimit-Policy": f'"points";q={limits.bucket};w={limits.window}',
    }


_prices: dict[int, Any] = {}
_pricing = Lock()


def prices() -> dict[tuple[str, str], Price]:
    """The prices of the schema that is served; made anew with it."""
    schema = build_schema()
    found = _prices.get(id(schema))
    return found if found is not None else new_prices(schema)


def new_prices(schema: GraphQLSchema) -> dict[tuple[str, str], Price]:
    """Work them out, in one thread for all."""
    with _pricing:
        if id(schema) not in _prices:
            _bills.clear()
            _trusted_bills.clear()
            made = prices_of(schema)
            _prices.clear()
            _prices[id(schema)] = made
        found: dict[tuple[str, str], Price] = _prices[id(schema)]
        return found


def bill_of(
    document: DocumentNode, operation_name: str | None, variables: dict[str, Any], trusted: bool = False
) -> Bill | None:
    """The bill of one operation; None when it cannot be chosen or its variables do not fit, which execution says.

    The bills of documents that were asked lately with the same variables are kept.
    """
    given = orjson.dumps(variables, option=orjson.OPT_SORT_KEYS)
    key = (id(document), operation_name, given, *settings.CONTENT_API.values())
    bills = _trusted_bills if trusted else _bills
    kept = bills.get(key)
    if kept is not None and kept.document is document:
        return kept
    bill = new_bill(document, operation_name, variables)
    if bill is not None and len(given) <= LONGEST:
        bills.put(key, bill)
    return bill


def new_bill(document: DocumentNode, operation_name: str | None, variables: dict[str, Any]) -> Bill | None:
    operation = get_operation_ast(document, operation_name)
    if operation is None:
        return None
    values = get_variable_values(build_schema(), operation.variable_definitions, variables, max_errors=1)
    if isinstance(values, list):
        return None
    return bill_with(document, operation, values)


def bill_with(document: DocumentNode, operation: OperationDefinitionNode, values: dict[str, Any]) -> Bill:
    """The bill of an operation with its variables' values as they are executed."""
    sizes = settings.CONTENT_API
    return Bill(
        build_schema(), prices(), document, operation, values, sizes["PAGE_SIZE"], sizes["MAX_PAGE_SIZE"]
    )


@contextmanager
def toll(
    document: DocumentNode,
    operation_name: str | None,
    variables: dict[str, Any],
    actor: Actor,
    limits: Limits,
    trusted: bool = False,
) -> Iterator[Toll]:
    """Take the operation's points; RequestRefused when it costs too much, or the client has too few left."""
    bill = bill_of(document, operation_name, variables, trusted)
    requested = max(LEAST, bill.requested) if bill else LEAST
    if requested > limits.cost:
        raise too_dear(pay(actor, limits, LEAST, bill), requested)
    with place(actor.rate_key, limits.concurrent):
        paid = pay(actor, limits, requested, bill)
        if bill:
            draw(bill, actor.rate_key)
        try:
            yield paid
        except RequestRefused:
            limiter().refund(
                paid.bucket, paid.client, requested
            )  # it was not answered, and not for its fault
            raise


def too_dear(paid: Toll, requested: int) -> RequestRefused:
    """The refusal of an operation that costs more than its client may spend at once."""
    limits = paid.limits
    text = f"The operation costs {requested} points; {limits.cost} are allowed. Ask for fewer rows."
    refusal = RequestRefused(statuses.unprocessable(), text, COST_LIMIT_EXCEEDED, **paid.headers())
    refusal.telling(cost=requested, maxCost=limits.cost)
    return refusal.telling(fields=paid.fields()) if settings.DEBUG else refusal


def draw(bill: Bill, client: str) -> None:
    """Take from the buckets of their own that root fields have; RequestRefused when one of them is empty."""
    for bucket, times in drawn(bill).items():
        try:
            take(bucket, client, times)
        except RateExceeded as error:
            raise RequestRefused(
                429, str(error), RATE_LIMITED, **{"Retry-After": str(error.retry_after)}
            ) from error


def pay(actor: Actor, limits: Limits, points: int, bill: Bill | None = None) -> Toll:
    """Take points from the client's bucket; RequestRefused when there are too few."""
    bucket = points_bucket(actor.audience)
    client = actor.rate_key
    taken = limiter().take(bucket, client, points)
    paid = Toll(limits, bucket, client, bill, points, taken, points)
    if not taken.allowed:
        logger.warning("graphql_rate_limited", client=client, requested=points)
        if taken.remaining < limits.restore and actor.is_anonymous:
            limiter().door.close(client, bucket.name, taken.reset, actor.credential_hash)
        raise too_many(taken.seconds, **paid.headers())
    return paid


def too_many(seconds: int, **headers: str) -> RequestRefused:
    """The refusal of a client who has too few points for so many seconds."""
    text = f"Too many requests: try again in {seconds} s."
    return RequestRefused(429, text, RATE_LIMITED, **{"Retry-After": str(seconds), **headers})
