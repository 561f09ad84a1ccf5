"""The present moment of a request whose answer may be kept: it notes when more is done with it than comparing columns.

An answer that holds only for this moment must not be given out later. A statement that compares a column with the
moment is understood (content_api.engine.watch); whatever is worked out from the moment in Python is not, and then the
answer is not kept.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol

__all__ = ["Notes", "WatchedMoment", "find_day", "find_notes", "get_plain"]


class Notes(Protocol):
    """Where it is noted what an answer depends on."""

    def refuse(self, reason: str) -> None:
        """The answer must not be kept."""

    def note_day(self) -> None:
        """The answer changes when the next day begins in UTC."""

    def note_reads(self, reads: Any) -> None:
        """The answer depends on what these `Reads` tell; None for what cannot be told."""


def _watch(name: str) -> Any:
    method = getattr(datetime, name)

    def call(self: WatchedMoment, *given: Any, **named: Any) -> Any:
        self.notes.refuse(f"the present moment is worked with ({name})")
        return method(self.plain, *(get_plain(each) for each in given), **named)

    return call


def _watch_part(name: str) -> Any:
    def read(self: WatchedMoment) -> Any:
        self.notes.refuse(f"the present moment is worked with ({name})")
        return getattr(self.plain, name)

    return property(read)


class WatchedMoment(datetime):
    """A moment equal to `plain`, which tells `notes` of every use but that as a parameter of a statement."""

    plain: datetime
    notes: Notes

    @classmethod
    def watch(cls, moment: datetime, notes: Notes) -> WatchedMoment:
        plain = get_plain(moment)
        made = cls(
            plain.year, plain.month, plain.day, plain.hour, plain.minute, plain.second, plain.microsecond,
            plain.tzinfo, fold=plain.fold,
        )  # fmt: skip
        made.plain, made.notes = plain, notes
        return made

    def __deepcopy__(self, memo: Any) -> WatchedMoment:
        return self

    def __copy__(self) -> WatchedMoment:
        return self

    __add__, __radd__, __sub__, __rsub__ = map(_watch, ("__add__", "__radd__", "__sub__", "__rsub__"))
    __lt__, __le__, __gt__, __ge__ = map(_watch, ("__lt__", "__le__", "__gt__", "__ge__"))
    __str__, __repr__, __format__ = map(_watch, ("__str__", "__repr__", "__format__"))
    date, time, timetz, replace, astimezone, timestamp = map(
        _watch, ("date", "time", "timetz", "replace", "astimezone", "timestamp")
    )
    isoformat, strftime, ctime, timetuple, utctimetuple = map(
        _watch, ("isoformat", "strftime", "ctime", "timetuple", "utctimetuple")
    )
    toordinal, weekday, isoweekday, isocalendar = map(
        _watch, ("toordinal", "weekday", "isoweekday", "isocalendar")
    )
    year, month, day = map(_watch_part, ("year", "month", "day"))
    hour, minute, second, microsecond = map(_watch_part, ("hour", "minute", "second", "microsecond"))


def get_plain(value: Any) -> Any:
    """The moment itself, to be stored or compared with what is stored; any other value as it is."""
    return value.plain if type(value) is WatchedMoment else value


def find_notes(moment: datetime) -> Notes | None:
    """Where a moment notes what depends on it; None for one that is not watched."""
    return moment.notes if type(moment) is WatchedMoment else None


def find_day(moment: datetime) -> datetime:
    """The beginning of the moment's day in UTC. What is worked out from it holds until the day ends, so an answer may
    be kept for as long."""
    if (notes := find_notes(moment)) is not None:
        notes.note_day()
    plain: datetime = get_plain(moment)
    return plain.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
