"""Values that stand for others while a statement is compiled: the moment, keys, a text, and the ends of a page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NoReturn

__all__ = ["END", "KEYS", "NOW", "RESERVED", "START", "TEXT", "NotTemplatable"]

KEYS = 2_008_641_917
START = 1_903_480_261
END = 1_903_577_833
"""Whole numbers that no caller is likely to send; a statement whose filters hold one is not kept."""
RESERVED = frozenset({KEYS, START, END})

TEXT = "\x00text\x00"
"""A text that no caller can send, and no column can hold."""


class NotTemplatable(Exception):
    """This statement cannot be kept as text: it depends on more than its slots."""


def refuse(*given: Any, **options: Any) -> NoReturn:
    raise NotTemplatable("A rule does more with the present moment than compare columns with it.")


class Moment(datetime):
    """The present moment of a template. It can be compared with columns, and nothing can be worked out from it: a
    value that was would be kept in the text for ever."""

    __add__ = __radd__ = __sub__ = __rsub__ = refuse
    __lt__ = __le__ = __gt__ = __ge__ = refuse  # type: ignore[assignment]
    __str__ = __format__ = refuse  # type: ignore[assignment]
    date = time = timetz = replace = astimezone = timestamp = refuse  # type: ignore[assignment]
    isoformat = strftime = ctime = timetuple = utctimetuple = refuse  # type: ignore[assignment]
    toordinal = weekday = isoweekday = isocalendar = refuse  # type: ignore[assignment]
    year = month = day = hour = minute = second = microsecond = property(refuse)  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = datetime.__hash__


NOW = Moment(2000, 1, 1, tzinfo=UTC)
