"""One request at a time makes the answer to a question; others that ask the same wait for it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

__all__ = ["Turns"]


@dataclass(slots=True)
class Turn:
    """users: those who hold the lock or wait for it."""

    lock: Lock = field(default_factory=Lock)
    users: int = 0


class Turns:
    """The turns of a process, by key; one exists only while somebody uses it."""

    def __init__(self) -> None:
        self._turns: dict[Hashable, Turn] = {}
        self._lock = Lock()

    @contextmanager
    def take(self, key: Hashable, seconds: float) -> Iterator[bool]:
        """Hold the turn of a key; whether another one held it before. After so many seconds it is not waited for."""
        with self._lock:
            turn = self._turns.setdefault(key, Turn())
            turn.users += 1
        is_first = turn.lock.acquire(blocking=False)
        holds = is_first or turn.lock.acquire(timeout=seconds)
        try:
            yield not is_first
        finally:
            if holds:
                turn.lock.release()
            self._leave(key, turn)

    def _leave(self, key: Hashable, turn: Turn) -> None:
        with self._lock:
            turn.users -= 1
            if not turn.users:
                del self._turns[key]
