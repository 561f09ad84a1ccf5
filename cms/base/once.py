"""Values that a process makes once, also when several threads ask for them first at the same moment.

`functools.cache` lets each of these threads make one, which is wrong for what registers or reshapes things.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from threading import RLock
from typing import Protocol, TypeVar, cast

__all__ = ["Once", "once"]

Value = TypeVar("Value")
Given = TypeVar("Given", covariant=True)


class Once(Protocol[Given]):
    """A function that runs once; `cache_clear` forgets what it gave, as that of `functools.cache` does."""

    def __call__(self) -> Given: ...

    def cache_clear(self) -> None: ...


def once(function: Callable[[], Value]) -> Once[Value]:
    """Make a function without arguments run once a process: every caller waits for that call and gets its value. A call
    that raises is made again for the next caller.

    `functools.cache` stands before the lock, so that a value that is there costs no frame of Python.
    """
    lock, made = RLock(), list[Value]()

    @cache
    @wraps(function)
    def make() -> Value:
        with lock:
            if not made:
                made.append(function())
            return made[0]

    def clear() -> None:
        with lock:
            made.clear()
            forget()

    forget = make.cache_clear
    make.cache_clear = clear  # type: ignore[method-assign]
    return cast(Once[Value], make)
