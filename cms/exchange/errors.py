"""Why a line is rejected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

from cms.exchange.fields.characters import escape_invisible


class Refusal(Exception):
    """A line, or the part of one, that cannot be imported. The text tells an editor what to change."""

    def __init__(self, reason: object, field: str = "") -> None:
        self.reason, self.field = str(reason), field
        super().__init__(str(self))

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason

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
        super().__init__(f"there is no {kind.replace('_', ' ')} “{self.label}”")

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

    def __str__(self) -> str:
        return "\n".join(dict.fromkeys(map(str, self.refusals)))

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

    def __init__(self, reason: str) -> None:
        super().__init__(escape_invisible(reason))


def suggest_name(name: str, known: Iterable[str]) -> str:
    """The nearest known name as the end of a message; empty when none is near."""
    by_lower = {each.lower(): each for each in sorted(known) if each}
    near = get_close_matches(name.lower(), by_lower, n=1)
    return f" (did you mean “{by_lower[near[0]]}”?)" if near else ""
