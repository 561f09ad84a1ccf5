"""What plugins and declared functions are asked for while a root field is read in one way, and perhaps in another one
after it: they are asked once for the same rows, and a failure counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from content_api.access.reader import Reader

__all__ = ["ask_once", "asking_once"]

ANSWERS = "asked once"
"""Under what name a reader's memo has the answers."""


@contextmanager
def asking_once(reader: Reader) -> Iterator[None]:
    """Inside, `ask_once` keeps what it is answered."""
    reader.memo[ANSWERS] = {}
    try:
        yield
    finally:
        del reader.memo[ANSWERS]


def ask_once(
    reader: Reader, name: Hashable, keys: Collection[int], ask: Callable[[], Mapping[Any, Any]]
) -> Mapping[Any, Any]:
    """What `ask` gives or raises for these keys; what it gave or raised before, where answers are kept."""
    answers = reader.memo.get(ANSWERS)
    if answers is None:
        return ask()
    key = (name, frozenset(keys))
    if key not in answers:
        try:
            answers[key] = ask()
        except Exception as error:
            answers[key] = error
    found: Mapping[Any, Any] | Exception = answers[key]
    if isinstance(found, Exception):
        raise found
    return found
