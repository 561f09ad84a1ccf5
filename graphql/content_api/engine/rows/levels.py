"""One level of an answer: the rows of one type that are read together, and what each of them answers.

Every field of a level is a column: it takes all rows and gives one value for each. Whatever is unusual raises, and the
root field is answered in the other way (`NotFromRows`, or what the statement or the value raised).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from graphql import GraphQLObjectType

from content_api.access.gate import Gate
from content_api.access.reader import Reader
from content_api.execution.executor import Executor

__all__ = ["Field", "Level", "NotFromRows", "Reading", "Refused", "Table", "assemble", "build_objects"]

Row = tuple[Any, ...]


class NotFromRows(Exception):
    """This answer cannot be assembled from rows."""


class Refused(Exception):
    """The root field itself is refused, in whatever way it is read: `error` is the answer to it."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Reading:
    """What the levels of one root field share: the execution, and how its rows are read."""

    executor: Executor
    reader: Reader

    @property
    def gate(self) -> Gate:
        return self.reader.gate


@dataclass(slots=True)
class Table:
    """The rows of a level by column. language: in which translated texts are read; None for that of the columns.
    instances: of its model, once a field has needed them."""

    columns: Sequence[Sequence[Any]]
    size: int
    places: Mapping[str, int]
    language: str | None
    instances: list[Any] | None = None

    def get(self, name: str) -> Sequence[Any]:
        """The values of a column."""
        return self.columns[self.places[name]]


Maker = Callable[..., list[dict[str, Any]]]
"""Makes an object of each row of the columns."""
Fill = Callable[[Table, Reading], Sequence[Any]]
"""Gives the finished values of a field for all rows."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a level. name: that of the response. columns: what it is made of."""

    name: str
    columns: tuple[str, ...]
    fill: Fill
    is_translated: bool = False


@dataclass(slots=True)
class Level:
    """What is selected of rows of one model.

    is_translated: something at or below it depends on the language in which a row is read. columns: of the statement,
    each once, for Django gives a column that is asked for under two names only once behind a window; the primary key
    comes first.
    """

    kind: GraphQLObjectType
    model: type[Model]
    fields: tuple[Field, ...]
    takes_own_language: bool
    is_translated: bool = field(init=False)
    columns: tuple[str, ...] = field(init=False)
    places: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.is_translated = any(each.is_translated for each in self.fields)
        own = ("locale_id",) if self.is_translated and self.takes_own_language else ()
        key = self.model._meta.pk.attname
        names = (key, *own, *(name for each in self.fields for name in each.columns if name != "pk"))
        self.widen(tuple(dict.fromkeys(names)))

    def widen(self, columns: tuple[str, ...]) -> None:
        """Take rows of these columns, which are its own and others."""
        self.columns = columns
        self.places = {"pk": 0, **{name: place for place, name in enumerate(columns)}}

    @property
    def inherits_language(self) -> bool:
        """Whether it depends on the language of the row that leads here."""
        return self.is_translated and not self.takes_own_language


def assemble(level: Level, rows: Sequence[Row], language: str | None, reading: Reading) -> list[Any]:
    """The response of each row."""
    if not rows:
        return []
    if len(rows[0]) < len(level.columns):
        raise NotFromRows("The statement gave less columns than it was asked for.")
    table = Table(list(zip(*rows, strict=True)), len(rows), level.places, language)
    if level.is_translated and level.takes_own_language:
        table.language = find_language(table.get("locale_id"), reading)
    names = [each.name for each in level.fields]
    return build_objects(names, [each.fill(table, reading) for each in level.fields], len(rows))


def build_objects(names: Sequence[str], columns: Sequence[Sequence[Any]], size: int) -> list[dict[str, Any]]:
    """Objects of columns. size: their number, which no column tells where @skip leaves out all fields."""
    if not columns:
        return [{} for _ in range(size)]
    return find_maker(tuple(names))(*columns)


@lru_cache(maxsize=2000)
def find_maker(names: tuple[str, ...]) -> Maker:
    """A function that makes objects with these names of their columns."""
    return build_maker(len(names))(*names)


@lru_cache(maxsize=200)
def build_maker(size: int) -> Callable[..., Maker]:
    """A function of that many names that gives the maker. Written for the number, because objects that are displayed in
    the code are made three times as fast as those of pairs; no name stands in the code."""
    places = range(size)
    names, values, columns = (", ".join(f"{kind}{place}" for place in places) for kind in "nvc")
    pairs = ", ".join(f"n{place}: v{place}" for place in places)
    made = f"[{{{pairs}}} for {values}, in zip({columns}, strict=True)]"
    return eval(f"lambda {names}: lambda {columns}: {made}")  # type: ignore[no-any-return]  # noqa: S307


def find_language(locales: Sequence[int], reading: Reading) -> str | None:
    """The language of pages; NotFromRows when they have several."""
    if len(different := set(locales)) > 1:
        raise NotFromRows("Pages have several languages.")
    code = reading.reader.structure.locales[different.pop()]
    return None if code == settings.LANGUAGE_CODE else code
