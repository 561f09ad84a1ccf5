"""A circuit breaker for each plugin and hook: what fails again and again is not called for a while."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

__all__ = ["Breaker"]

FAILURES = 5
WINDOW = 60.0
PAUSE = 60.0
"""Seconds: so many failures within the window open the breaker; after the pause one call is tried."""


@dataclass(slots=True)
class Breaker:
    """closed: calls pass. open: no call passes until the pause is over. Then one call passes and decides."""

    clock: Callable[[], float] = time.monotonic
    failures: deque[float] = field(default_factory=lambda: deque(maxlen=FAILURES))
    opened_at: float | None = None
    _lock: Lock = field(default_factory=Lock)

    def admits(self) -> bool:
        """Whether a call may be made now. The one trial after a pause is given to a single caller."""
        if self.opened_at is None:
            return True
        with self._lock:
            if self.opened_at is None:  # another call has just succeeded
                return True
            if self.clock() - self.opened_at < PAUSE:
                return False
            self.opened_at = self.clock()
            return True

    def record_success(self) -> bool:
        """Forget the failures; True when it closed the breaker."""
        if self.opened_at is None and not self.failures:
            return False
        with self._lock:
            closes = self.opened_at is not None
            self.opened_at = None
            self.failures.clear()
            return closes

    def record_failure(self) -> bool:
        """Count a failure; True when it opened the breaker."""
        with self._lock:
            now = self.clock()
            self.failures.append(now)
            frequent = len(self.failures) == FAILURES and now - self.failures[0] <= WINDOW
            opens = frequent and self.opened_at is None
            if opens:
                self.opened_at = now
            return opens

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None
