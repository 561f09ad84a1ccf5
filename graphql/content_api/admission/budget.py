"""The hard bounds of one request's execution: SQL statements, rows, and time. They back the estimate of its cost.

A resolver that runs away in Python cannot be stopped from outside: the deadline is looked at whenever the request asks
the database, and a statement that is running when it passes is cancelled by a watchdog.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import DEFAULT_DB_ALIAS, connection, connections

from cms.settings.limits import Limits
from content_api.errors import ApiError

__all__ = ["BudgetExceeded", "DeadlineExceeded", "Spending", "within"]

TICK = 0.1
"""Seconds between two looks of the watchdog."""

logger = structlog.get_logger(__name__)


class BudgetExceeded(ApiError):
    """The request asked the database for more than its audience may."""

    code = "COST_LIMIT_EXCEEDED"


class DeadlineExceeded(ApiError):
    """The request took too long."""

    code = "DEADLINE_EXCEEDED"


@dataclass(slots=True)
class Spending:
    """What one request has used. Called by Django around every statement."""

    limits: Limits
    started: float
    statements: int = 0
    rows: int = 0
    statement_started: float = 0.0
    cancelled: bool = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.check()
        self.statements += 1
        self.statement_started = time.monotonic()
        try:
            result = execute(sql, params, many, context)
        except Exception as error:
            if self.cancelled:
                raise DeadlineExceeded("The request took too long: ask for less.") from error
            raise
        finally:
            self.statement_started = 0.0
        self.rows += max(0, context["cursor"].rowcount)
        return result

    def check(self) -> None:
        """BudgetExceeded or DeadlineExceeded when nothing is left."""
        if self.statements >= self.limits.statements or self.rows > self.limits.rows:
            logger.warning("graphql_budget_exceeded", statements=self.statements, rows=self.rows)
            raise BudgetExceeded("The request reads too much from the database: ask for less.")
        if time.monotonic() - self.started > self.limits.deadline:
            raise DeadlineExceeded("The request took too long: ask for less.")

    def is_overdue(self, now: float) -> bool:
        """Whether the statement that is running has to be cancelled."""
        if not self.statement_started:
            return False
        too_long = now - self.statement_started > self.limits.statement_timeout
        return too_long or now - self.started > self.limits.deadline


@contextmanager
def within(limits: Limits) -> Iterator[Spending]:
    """Run a request within its bounds; what it used is in the Spending."""
    spending = Spending(limits, time.monotonic())
    _watchdog.watch(spending)
    try:
        with connection.execute_wrapper(spending):
            yield spending
    finally:
        _watchdog.forget(spending)


class Watchdog:
    """One thread for all requests of the process; it starts with the first one."""

    def __init__(self) -> None:
        self.watched: dict[int, tuple[Spending, Any]] = {}
        self.thread: threading.Thread | None = None
        self.lock = threading.Lock()

    def watch(self, spending: Spending) -> None:
        self.watched[id(spending)] = (spending, connections[DEFAULT_DB_ALIAS])
        if self.thread is None or not self.thread.is_alive():
            with self.lock:
                if self.thread is None or not self.thread.is_alive():
                    self.thread = threading.Thread(target=self.run, name="graphql-deadlines", daemon=True)
                    self.thread.start()

    def forget(self, spending: Spending) -> None:
        self.watched.pop(id(spending), None)

    def run(self) -> None:
        while True:
            time.sleep(TICK)
            now = time.monotonic()
            for spending, wrapper in list(self.watched.values()):
                if spending.is_overdue(now) and not spending.cancelled:
                    self.cancel(spending, wrapper)

    def cancel(self, spending: Spending, wrapper: Any) -> None:
        raw = wrapper.connection
        if raw is not None and spending.statement_started:
            spending.cancelled = True
            raw.cancel_safe(timeout=1.0)
            logger.warning(
                "graphql_statement_cancelled", seconds=round(time.monotonic() - spending.started, 2)
            )


_watchdog = Watchdog()
