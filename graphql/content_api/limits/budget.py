"""The hard limits of one request's execution: SQL statements, rows, and time. They back the estimate of its cost.

A resolver that runs away in Python cannot be stopped from outside: the deadline is checked before each statement. The
database server itself cancels a statement that takes too long (`statement_timeout`), so that no other one is hit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from psycopg.errors import QueryCanceled

from cms.ratelimit.limits import Limits
from content_api.errors import ApiError

__all__ = ["BudgetExceeded", "DeadlineExceeded", "Usage", "limit_execution"]

logger = structlog.get_logger(__name__)


class BudgetExceeded(ApiError):
    """The request asked the database for more than its audience may."""

    code = "COST_LIMIT_EXCEEDED"


class DeadlineExceeded(ApiError):
    """The request took too long."""

    code = "DEADLINE_EXCEEDED"


@dataclass(slots=True)
class Usage:
    """What one request has used. Called by Django around every statement, whichever thread executes it.

    limit_statements: sets the time limit of the connection's statements, in seconds. vain: how many statements were
    given back.
    """

    limits: Limits
    started: float
    limit_statements: Callable[[float | None], None]
    statements: int = 0
    rows: int = 0
    vain: int = 0

    def mark(self) -> tuple[int, int]:
        """The statements and rows so far."""
        return self.statements, self.rows

    def give_back(self, mark: tuple[int, int]) -> None:
        """Do not count what was read since, for it is read again in another way; at most the limit in all, so that a
        request never reads more than twice what it may."""
        vain = self.vain + self.statements - mark[0]
        if vain <= self.limits.statements:
            self.vain, (self.statements, self.rows) = vain, mark

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.check()
        self.statements += 1
        try:
            result = execute(sql, params, many, context)
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                logger.warning(
                    "graphql_statement_cancelled", seconds=round(time.monotonic() - self.started, 2)
                )
                raise DeadlineExceeded("The request took too long: request less data.") from error
            raise
        self.rows += max(0, context["cursor"].rowcount)
        return result

    def check(self) -> None:
        """BudgetExceeded or DeadlineExceeded when nothing is left; near the deadline, statements get less time."""
        if self.statements >= self.limits.statements or self.rows > self.limits.rows:
            logger.warning("graphql_budget_exceeded", statements=self.statements, rows=self.rows)
            raise BudgetExceeded(
                "The request runs too many SQL statements or reads too many rows: request less data."
            )
        remaining = self.limits.deadline - (time.monotonic() - self.started)
        if remaining < 0:
            raise DeadlineExceeded("The request took too long: request less data.")
        if remaining < self.limits.statement_timeout:
            self.limit_statements(remaining)


@contextmanager
def limit_execution(limits: Limits) -> Iterator[Usage]:
    """Hold what runs inside to `limits`; the yielded Usage counts its statements and rows."""
    used: Any = connections[DEFAULT_DB_ALIAS]
    usage = Usage(limits, time.monotonic(), used.limit_statements)
    used.expect_limit(limits.statement_timeout)
    try:
        with used.execute_wrapper(usage):
            yield usage
    finally:
        used.expect_limit(None)
