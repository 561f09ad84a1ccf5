"""How many requests each client has running in this process, counted exactly in all threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from content_api.errors import RATE_LIMITED, RequestRefused

__all__ = ["RunningRequests", "limit_concurrency"]


class RunningRequests:
    """Counts the running requests of each client; a client without one is forgotten."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def acquire(self, client: str, limit: int) -> bool:
        """Count one more request of a client, unless it has `limit` running."""
        with self._lock:
            count = self._counts.get(client, 0)
            if count < limit:
                self._counts[client] = count + 1
            return count < limit

    def release(self, client: str) -> None:
        """Count one request less."""
        with self._lock:
            self._counts[client] -= 1
            if not self._counts[client]:
                del self._counts[client]

    def count(self, client: str) -> int:
        """How many requests a client has running."""
        with self._lock:
            return self._counts.get(client, 0)


_running = RunningRequests()


@contextmanager
def limit_concurrency(client: str, limit: int, running: RunningRequests = _running) -> Iterator[None]:
    """Run one request of a client; RequestRefused when it has `limit` running in this process."""
    if not running.acquire(client, limit):
        raise RequestRefused(
            429, f"More than {limit} requests at the same time: wait for one of them.", RATE_LIMITED,
            **{"Retry-After": "1"},
        )  # fmt: skip
    try:
        yield
    finally:
        running.release(client)
