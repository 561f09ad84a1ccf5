"""Why a line is rejected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason, as_reason, join_reasons
from cms.exchange.fields.characters import escape_invisible

PLACED = "%(field)s: %(reason)s"
"""A reason behind the name of its field."""


class Refusal(Exception):
    """A line, or the part of one, that cannot be imported. The text tells an editor what to change."""

    reason: Reason

    def __init__(self, reason: str, field: str = "", /, **values: Any) -> None:
        """reason: a `Reason`, or the template of one, marked by `gettext_noop`, with its values."""
        self.reason = Reason(reason, values) if values else as_reason(reason)
        self.field = field
        super().__init__(str(self))

    def describe(self) -> Reason:
        """The reason behind the name of the field."""
        return place_reason(self.field, self.reason) if self.field else self.reason

    def __str__(self) -> str:
        return str(self.describe())

    def inside(self, field: str) -> Refusal:
        """The same refusal, told from one level further out."""
        self.field = f"{field}.{self.field}" if self.field else field
        return self

    def all(self) -> list[Refusal]:
        return [self]


class MissingReference(Refusal):
    """A line that names something the site does not have, or does not have yet."""

    def __init__(self, kind: str, key: Any) -> None:
        self.kind, self.key = kind, key
        self.label = str(key[0] if isinstance(key, tuple) else key)
        super().__init__(_("there is no %(kind)s “%(name)s”"), kind=name_kind(kind), name=self.label)

    def __reduce__(self) -> tuple[Any, ...]:
        """What makes the same error in another process."""
        return type(self), (self.kind, self.key), self.__dict__


class LikelyDuplicate(Refusal):
    """A new row that is likely on the site already. It is held back unless people confirm it."""


class Refusals(Refusal):
    """Several refusals of one record."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = [each for refusal in refusals for each in refusal.all()]
        super().__init__("")

    def describe(self) -> Reason:
        return join_reasons("\n", dict.fromkeys(each.describe() for each in self.refusals))

    def inside(self, field: str) -> Refusal:
        for refusal in self.refusals:
            refusal.inside(field)
        return self

    def all(self) -> list[Refusal]:
        return self.refusals


@contextmanager
def collect_into(found: list[Refusal], field: str = "") -> Iterator[None]:
    """Note a refusal, and say which field it is about, instead of stopping at it."""
    try:
        yield
    except Refusal as refusal:
        found += (refusal.inside(field) if field else refusal).all()


def raise_all(found: list[Refusal]) -> None:
    """Raise what was collected, if anything."""
    if found:
        raise found[0] if len(found) == 1 else Refusals(found)


class UnusableFile(Exception):
    """A file of which no line can be imported, such as a CSV file without a needed column."""

    def __init__(self, reason: str, /, **values: Any) -> None:
        """reason: as of a `Refusal`."""
        found = Reason(reason, values) if values else as_reason(reason)
        self.reason = found.change(escape_invisible)
        super().__init__(str(self.reason))


def place_reason(field: str, reason: str) -> Reason:
    """What is wrong with a field."""
    return Reason(PLACED, {"field": field, "reason": reason})


def name_kind(kind: str) -> Reason:
    """What people call a kind."""
    return Reason(kind.replace("_", " "))


def describe_place(line: int, file: str = "") -> Reason:
    """A line, of another file where one is named."""
    text = _("line %(line)s of %(file)s") if file else _("line %(line)s")
    return Reason(text, {"line": line} | ({"file": file} if file else {}))


def suggest_name(name: str, known: Iterable[str]) -> str:
    """The nearest known name as the end of a message; empty when none is near."""
    by_lower = {each.lower(): each for each in sorted(known) if each}
    near = get_close_matches(name.lower(), by_lower, n=1)
    return Reason(_(" (did you mean “%(name)s”?)"), {"name": by_lower[near[0]]}) if near else ""
