"""Executes an operation when the database may be lost meanwhile: a query once more, a mutation never."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from graphql import ExecutionResult

from cms.database.outages import DatabaseUnavailable, Outages, begin_request, current_request
from cms.http.outages import RETRY_AFTER, TEXT
from content_api.access.context import ReadContext
from content_api.access.freshness import execute_fresh
from content_api.errors import UNAVAILABLE, RequestRefused

__all__ = ["execute_with_retry", "reject_unavailable"]

UNCERTAIN = "It is unknown whether this mutation took effect: check before you send it again."


def execute_with_retry(
    run: Callable[[ReadContext], ExecutionResult], context: ReadContext, reads: bool
) -> ExecutionResult:
    """The result of `run`. A query that lost its connection is executed again on a new one, with nothing of what it had
    loaded; RequestRefused (503) when the database is away, and for a mutation, which may have been committed."""
    outages = current_request() or begin_request()
    if not reads:
        return execute_once(run, context, outages)
    attempt = partial(execute_unless_lost, run, outages)
    try:
        return execute_fresh(attempt, context)
    except DatabaseUnavailable:
        if outages.is_over:
            raise reject_unavailable() from None
    try:
        return attempt(context.restart())
    except DatabaseUnavailable:
        raise reject_unavailable() from None


def execute_unless_lost(
    run: Callable[[ReadContext], ExecutionResult], outages: Outages, context: ReadContext
) -> ExecutionResult:
    """The result of a query; DatabaseAway when the database was lost meanwhile."""
    before = outages.count
    result = run(context)
    if outages.count > before:
        raise DatabaseUnavailable(TEXT)
    return result


def execute_once(
    run: Callable[[ReadContext], ExecutionResult], context: ReadContext, outages: Outages
) -> ExecutionResult:
    """The result of a mutation; after an outage RequestRefused (503), and the context says that it may have written."""
    before = outages.count
    try:
        result = run(context)
    except DatabaseUnavailable as error:
        context.may_have_written = True
        raise reject_unavailable(f"{TEXT} {UNCERTAIN}") from error
    if outages.count > before:
        context.may_have_written = True
        raise reject_unavailable(f"{TEXT} {UNCERTAIN}")
    return result


def reject_unavailable(text: str = TEXT) -> RequestRefused:
    """The rejection of a request that needs the database."""
    return RequestRefused(503, text, UNAVAILABLE, **{"Retry-After": str(RETRY_AFTER)})
