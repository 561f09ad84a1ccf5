"""Values that a process makes once, also when several threads ask for them first at the same moment.

`functools.cache` lets each of these threads make one, which is wrong for what registers or reshapes things.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Generic, TypeVar

__all__ = ["Once", "once"]

Value = TypeVar("Value")


class Once(Generic[Value]):
    """Calls a function without arguments one time; every caller waits for that call and gets its value. A call that
    raises is made again for the next caller."""

    def __init__(self, function: Callable[[], Value]) -> None:
        self.__doc__, self.__name__ = function.__doc__, function.__name__
        self.__wrapped__ = function
        self._made: list[Value] = []
        self._lock = RLock()

    def __call__(self) -> Value:
        if not self._made:
            with self._lock:
                if not self._made:
                    self._made.append(self.__wrapped__())
        return self._made[0]

    def cache_clear(self) -> None:
        """Forget the value, as `functools.cache` does."""
        with self._lock:
            self._made = []


def once(function: Callable[[], Value]) -> Once[Value]:
    """Make a function without arguments run once a process."""
    return Once(function)
