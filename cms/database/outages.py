"""What this process knows of its database: whether it answers, and whether a request met an outage."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import OperationalError

from cms.database.probing import is_reachable

__all__ = ["DatabaseUnavailable", "Outages", "Server", "begin_request", "current_request", "end_request"]

PAUSE = 0.25
"""Seconds without new attempts after a server has not answered in time."""
QUEUE = 0.05
"""Seconds for which a caller waits while another one asks; a refused connection is known long before."""


class DatabaseUnavailable(OperationalError):
    """The database does not answer now; the statement was not sent, or its connection was lost."""


class Server:
    """A circuit breaker before one database. While the server is away, one caller at a time asks whether it is back,
    and all others fail at once. A server that refuses connections costs nothing to ask, so it is asked each time."""

    def __init__(
        self,
        ask: Callable[[Mapping[str, Any], float], bool] = is_reachable,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask, self._clock = ask, clock
        self._away, self._next_look, self._asking = False, 0.0, Lock()

    def is_there(self, parameters: Mapping[str, Any]) -> bool:
        """Whether the server with these connection parameters answers; False at once while it is known not to."""
        if not self._away:
            return self._probe(parameters)
        if self._clock() < self._next_look or not self._asking.acquire(timeout=QUEUE):
            return False
        try:
            return self._probe(parameters)
        finally:
            self._asking.release()

    def _probe(self, parameters: Mapping[str, Any]) -> bool:
        """A server that was away gets half the time of one that was there."""
        started = self._clock()
        there = self._ask(parameters, settings.DATABASE_PATIENCE * (0.5 if self._away else 1))
        now = self._clock()
        if not there and now - started > QUEUE:
            self._next_look = now + PAUSE
        self._away = not there
        return there


class Outages:
    """What one request met, in all threads that work for it. count: how often the database was missing. is_over: it
    was found to be away, so that this request asks no more."""

    def __init__(self) -> None:
        self.count = 0
        self.is_over = False


_current: ContextVar[Outages | None] = ContextVar("outages", default=None)


def begin_request() -> Outages:
    """Count from here on what happens in this thread, and in those that get a copy of its context."""
    made = Outages()
    _current.set(made)
    return made


def end_request() -> None:
    """What follows in this thread belongs to no request."""
    _current.set(None)


def current_request() -> Outages | None:
    """Those of the request that is served; None in commands and jobs, which wait for their database."""
    return _current.get()
