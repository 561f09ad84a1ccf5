"""Counts of links that are kept while rows of the list and their links change: only those of rows that came, went or
were linked otherwise are counted.

The counts of a facet by key belong to the versions of its tables of links and trees, and to the keys of the rows that
they were counted over. Where links were written since, their log tells which (`link_log.py`). Who may see what is
decided in the statements of each request: rows pass the gate before their keys are compared, and labels before they
are answered.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cms.base.measures import FACETS_COUNTED
from content_api.model.facets.link_changes import KeptLinks, Texts, find_known
from content_api.model.facets.link_counts import COUNTS, MARKS, SLOTS, VERSIONS
from content_api.model.facets.own_statement import KEYS
from content_api.model.facets.results import NUMBER, find_total
from content_api.model.sql_templates.template import QueryTemplate, compile_statement

__all__ = ["DividedStatement", "compile_divided"]

MANY = 2000
"""From so many rows on a list is counted in two statements."""
MAX_KEPT = 20
"""The most lists whose keys are kept: 0.8 MB each at 100,000 rows."""
VALUE, LABEL = 4, 5
Row = tuple[Any, ...]


@dataclass(frozen=True)
class DividedStatement:
    """A statement of facets: whole, and in two parts. tables: those that the counts of the second part belong to, by
    the number of their facet. linked: the table of links among them."""

    whole: Any
    own: Any
    links: Any
    tables: Mapping[int, frozenset[str]]
    linked: Mapping[int, str]

    def execute(self) -> list[Row]:
        return self.whole.execute()  # type: ignore[no-any-return]


@dataclass(slots=True)
class State:
    is_large: bool = False
    kept: KeptLinks | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class DividedTemplate(QueryTemplate):
    """The whole statement, which is executed in two parts where the list is large and versions are known."""

    own: QueryTemplate
    links: QueryTemplate
    tables: Mapping[int, frozenset[str]]
    linked: Mapping[int, str]
    state: State = field(default_factory=State)

    def execute(self, values: Mapping[str, Any]) -> list[Row]:
        versions, state = values.get("versions"), self.state
        if versions is None:
            return super().execute(values)
        if not state.is_large:
            rows = super().execute(values)
            state.is_large = (find_total(rows) or 0) >= MANY
            return rows
        rows = self.own.execute(values)
        keys = ",".join(row[VALUE][1:-1] for row in rows if row[0] == KEYS and row[VALUE])
        return [row for row in rows if row[0] != KEYS] + self.count_links(values, keys, state.kept)

    def count_links(self, values: Mapping[str, Any], keys: str, kept: KeptLinks | None) -> list[Row]:
        under = {
            number: {table: values["versions"].get(table) for table in tables}
            for number, tables in self.tables.items()
        }
        known = find_known(kept, keys, under, self.linked) if kept else {}
        slots = fill_slots(under, keys, known)
        rows = self.links.execute({**values, **slots})
        if find_versions(rows) == {table: each for own in under.values() for table, each in own.items()}:
            counts = {number: (under[number], *texts) for number, texts in find_counts(rows).items()}
            keep(self.state, KeptLinks(keys, counts, find_marks(rows)))
        elif known:  # written to since: what is kept is of another moment
            return self.count_links(values, keys, None)
        return [row for row in rows if row[0] >= 0]


def fill_slots(numbers: Iterable[int], keys: str, known: Mapping[int, Texts]) -> dict[str, str]:
    """The parameters for each facet: what is known of it and changed since, or all keys."""
    slots: dict[str, str] = {}
    for number in numbers:
        FACETS_COUNTED.labels("changed" if number in known else "all").inc()
        texts = known.get(number, {"came": keys})
        slots |= {f"{name}_{number}": f"{{{texts.get(name, '')}}}" for name in SLOTS}
    return slots


def find_versions(rows: Iterable[Row]) -> dict[str, Decimal]:
    return {row[VALUE]: Decimal(row[LABEL]) for row in rows if row[0] == VERSIONS}


def find_counts(rows: Iterable[Row]) -> dict[int, tuple[str, str]]:
    return {
        row[NUMBER]: ((row[VALUE] or "{}")[1:-1], (row[LABEL] or "{}")[1:-1])
        for row in rows
        if row[0] == COUNTS
    }


def find_marks(rows: Iterable[Row]) -> frozenset[str]:
    """What is logged of the links; nothing where the log was empty."""
    return frozenset(
        mark for row in rows if row[0] == MARKS and row[VALUE] for mark in row[VALUE][1:-1].split(",")
    )


_latest: OrderedDict[int, State] = OrderedDict()
"""The states with keys, the one filled last at the end."""


def keep(state: State, kept: KeptLinks) -> None:
    state.kept = kept
    _latest[id(state)] = state
    _latest.move_to_end(id(state))
    while len(_latest) > MAX_KEPT:
        _latest.popitem(last=False)[1].kept = None


def compile_divided(statement: Any, slots: Iterable[str] = ()) -> QueryTemplate:
    """The template of a statement of facets, divided where it can be."""
    if not isinstance(statement, DividedStatement):
        return compile_statement(statement, slots)
    whole = compile_statement(statement.whole, slots)
    own = compile_statement(statement.own)
    links = compile_statement(
        statement.links, [f"{name}_{number}" for number in statement.tables for name in SLOTS]
    )
    return DividedTemplate(
        alias=whole.alias,
        sql=whole.sql,
        params=whole.params,
        make=whole.make,
        own=own,
        links=links,
        tables=statement.tables,
        linked=statement.linked,
    )
