"""Executing an operation although the database may be lost meanwhile: a query once more, a mutation never."""

from __future__ import annotations

from collections.abc import Callable

from graphql import ExecutionResult

from cms.database.outages import begin_request, current_request
from cms.web.outages import RETRY_AFTER, TEXT
from content_api.context import RequestContext
from content_api.errors import UNAVAILABLE, RequestRefused

__all__ = ["execute_surviving", "unavailable"]

UNCERTAIN = "Whether this mutation took effect is not known: look before you send it again."


def execute_surviving(
    run: Callable[[RequestContext], ExecutionResult], context: RequestContext, reads: bool
) -> ExecutionResult:
    """The result of `run`. A query that lost its connection is executed again on a new one, with nothing of what it had
    loaded; RequestRefused (503) when the database is away, and for a mutation, which may have been committed."""
    met = current_request() or begin_request()
    before = met.count
    result = run(context)
    if met.count > before and reads and not met.is_over:
        before = met.count
        result = run(RequestContext(context.request))
    if met.count > before:
        raise unavailable(TEXT if reads else f"{TEXT} {UNCERTAIN}")
    return result


def unavailable(text: str = TEXT) -> RequestRefused:
    """The refusal of a request that cannot be answered without the database."""
    return RequestRefused(503, text, UNAVAILABLE, **{"Retry-After": str(RETRY_AFTER)})
