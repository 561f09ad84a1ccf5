"""Why a root field is left to graphql-core's way: one word of a few, which operators see in a metric."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import structlog
from django.db import Error as DatabaseFault
from graphql import GraphQLError

from cms.base.measures import ROWS_LEFT
from content_api.engine.rows.levels import NotFromRows
from content_api.errors import ApiError, BadUserInput
from content_api.limits.budget import BudgetExceeded, DeadlineExceeded

__all__ = ["PASSING", "UNEXPECTED", "Reason", "find_reason", "note_left"]

logger = structlog.get_logger(__name__)


class Reason(StrEnum):
    """computed and opaque are known from the document; the others come up while it is read."""

    COMPUTED = "computed"
    OPAQUE = "opaque"
    RESTS = "rests"
    ARGUMENTS = "arguments"
    LIMITS = "limits"
    REFUSED = "refused"
    UNUSUAL = "unusual"
    DATABASE = "database"
    FAULT = "fault"


PASSING = (Reason.ARGUMENTS, Reason.LIMITS)
"""What says nothing of the next answer."""
UNEXPECTED = (Reason.DATABASE, Reason.FAULT)
"""What is wrong with the site itself."""


def find_reason(error: Exception) -> Reason:
    """What an exception says about who is to do something."""
    match error:
        case BadUserInput():
            return Reason.ARGUMENTS
        case BudgetExceeded() | DeadlineExceeded():
            return Reason.LIMITS
        case ApiError():
            return Reason.REFUSED
        case GraphQLError():
            return Reason.ARGUMENTS
        case NotFromRows():
            return Reason.UNUSUAL
        case DatabaseFault():
            return Reason.DATABASE
    return Reason.FAULT


def note_left(field: str, reason: Reason, error: Exception | None = None) -> None:
    """Count a root field that is left, and log what is unexpected. Messages are not logged: they may hold what a
    caller has sent."""
    ROWS_LEFT.labels(reason.value).inc()
    if error is None:
        return
    log = logger.warning if reason in UNEXPECTED else logger.debug
    log(
        "graphql_rows_left",
        field=field,
        reason=reason.value,
        error=type(error).__name__,
        place=find_place(error),
    )


def find_place(error: Exception) -> str:
    """File and line that raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
