"""Executes an operation when the database may be lost meanwhile: a query once more, a mutation never."""

from __future__ import annotations

from collections.abc import Callable

from graphql import ExecutionResult

from cms.database.outages import DatabaseAway, Outages, begin_request, current_request
from cms.web.outages import RETRY_AFTER, TEXT
from content_api.context import RequestContext
from content_api.errors import UNAVAILABLE, RequestRefused

__all__ = ["execute_with_retry", "reject_unavailable"]

UNCERTAIN = "Whether this mutation took effect is not known: look before you send it again."


def execute_with_retry(
    run: Callable[[RequestContext], ExecutionResult], context: RequestContext, reads: bool
) -> ExecutionResult:
    """The result of `run`. A query that lost its connection is executed again on a new one, with nothing of what it had
    loaded; RequestRefused (503) when the database is away, and for a mutation, which may have been committed."""
    met = current_request() or begin_request()
    if not reads:
        return execute_once(run, context, met)
    before = met.count
    result = run(context)
    if met.count > before and not met.is_over:
        before = met.count
        result = run(RequestContext(context.request))
    if met.count > before:
        raise reject_unavailable()
    return result


def execute_once(
    run: Callable[[RequestContext], ExecutionResult], context: RequestContext, met: Outages
) -> ExecutionResult:
    """The result of a mutation; after an outage RequestRefused (503), and the context says that it may have written."""
    before = met.count
    try:
        result = run(context)
    except DatabaseAway as error:
        context.may_have_written = True
        raise reject_unavailable(f"{TEXT} {UNCERTAIN}") from error
    if met.count > before:
        context.may_have_written = True
        raise reject_unavailable(f"{TEXT} {UNCERTAIN}")
    return result


def reject_unavailable(text: str = TEXT) -> RequestRefused:
    """The rejection of a request that needs the database."""
    return RequestRefused(503, text, UNAVAILABLE, **{"Retry-After": str(RETRY_AFTER)})
