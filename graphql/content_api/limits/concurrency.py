"""How many requests each client has running in this process, counted exactly in all threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from content_api.errors import RATE_LIMITED, RequestRefused

__all__ = ["Places", "place"]


class Places:
    """Counts what clients have running; a client with nothing running is forgotten."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}
        self._lock = Lock()

    def take(self, client: str, most: int) -> bool:
        """Take one of a client's places, if one is free."""
        with self._lock:
            taken = self._taken.get(client, 0)
            if taken < most:
                self._taken[client] = taken + 1
            return taken < most

    def release(self, client: str) -> None:
        """Give back what was taken."""
        with self._lock:
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]

    def count(self, client: str) -> int:
        """How many places a client has taken."""
        with self._lock:
            return self._taken.get(client, 0)


_places = Places()


@contextmanager
def place(client: str, most: int, places: Places = _places) -> Iterator[None]:
    """One of a client's places in this process; RequestRefused when all are taken."""
    if not places.take(client, most):
        raise RequestRefused(
            429, f"More than {most} requests at the same time: wait for one of them.", RATE_LIMITED,
            **{"Retry-After": "1"},
        )  # fmt: skip
    try:
        yield
    finally:
        places.release(client)
