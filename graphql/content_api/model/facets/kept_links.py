"""Counts of links that are kept while rows of the list change: only links of rows that came or went are counted.

The counts of a facet by key belong to the versions of its tables of links and trees, and to the keys of the rows that
they were counted over. Who may see what is decided in the statements of each request: rows pass the gate before their
keys are compared, and labels before they are answered.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cms.base.measures import FACETS_COUNTED
from content_api.access.table_versions import Versions
from content_api.model.facets.link_counts import COUNTS, VERSIONS
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
    the number of their facet."""

    whole: Any
    own: Any
    links: Any
    tables: Mapping[int, frozenset[str]]

    def execute(self) -> list[Row]:
        return self.whole.execute()  # type: ignore[no-any-return]


@dataclass(frozen=True)
class KeptLinks:
    """keys: of the rows, as text. counts: of each facet the versions of its tables, and keys and numbers as the texts
    of two arrays."""

    keys: str
    counts: Mapping[int, tuple[Versions, str, str]]


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
            number: {table: values["versions"][table] for table in tables}
            for number, tables in self.tables.items()
        }
        known = {
            number: kept.counts[number]
            for number in under
            if kept and number in kept.counts and kept.counts[number][0] == under[number]
        }
        slots = fill_slots(under, keys, kept.keys if kept else "", known)
        rows = self.links.execute({**values, **slots})
        if find_versions(rows) == {table: each for own in under.values() for table, each in own.items()}:
            counts = {number: (under[number], *texts) for number, texts in find_counts(rows).items()}
            keep(self.state, KeptLinks(keys, counts))
        elif known:  # written to since: what is kept is of another moment
            return self.count_links(values, keys, None)
        return [row for row in rows if row[0] >= 0]


def fill_slots(
    numbers: Iterable[int], keys: str, before: str, known: Mapping[int, tuple[Versions, str, str]]
) -> dict[str, str]:
    """The parameters for each facet: all keys, or those that came and went, and what is known of the others."""
    came, went = find_changes(before, keys) if known else ("", "")
    slots = {}
    for number in numbers:
        is_known = number in known
        FACETS_COUNTED.labels("changed" if is_known else "all").inc()
        slots[f"came_{number}"] = f"{{{came if is_known else keys}}}"
        slots[f"went_{number}"] = f"{{{went if is_known else ''}}}"
        slots[f"keys_{number}"], slots[f"numbers_{number}"] = known[number][1:] if is_known else ("{}", "{}")
    return slots


def find_changes(before: str, now: str) -> tuple[str, str]:
    """The keys that came and those that went. Most have stayed where they were, and are not taken apart."""
    start = count_common(before, now)
    before, now = before[start:], now[start:]
    end = count_common(before[::-1], now[::-1])
    old, new = (set(each[: max(len(each) - end, 0)].split(",")) for each in (before, now))
    return ",".join(filter(None, new - old)), ",".join(filter(None, old - new))


def count_common(one: str, other: str) -> int:
    """The characters of the keys with which both begin, and their commas."""
    one, other = f"{one},", f"{other},"
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return one.rfind(",", 0, low) + 1


def find_versions(rows: Iterable[Row]) -> dict[str, Decimal]:
    return {row[VALUE]: Decimal(row[LABEL]) for row in rows if row[0] == VERSIONS}


def find_counts(rows: Iterable[Row]) -> dict[int, tuple[str, str]]:
    return {row[NUMBER]: (row[VALUE] or "{}", row[LABEL] or "{}") for row in rows if row[0] == COUNTS}


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
    kinds = ("came", "went", "keys", "numbers")
    links = compile_statement(
        statement.links, [f"{kind}_{number}" for number in statement.tables for kind in kinds]
    )
    return DividedTemplate(
        alias=whole.alias,
        sql=whole.sql,
        params=whole.params,
        make=whole.make,
        own=own,
        links=links,
        tables=statement.tables,
    )
