"""Counts of links that are kept while rows of the list change: only links of rows that came or went are counted.

The counts by key belong to the versions of the tables of links and trees, and to the keys of the rows that they were
counted over. Who may see what is decided in the statements of each request: rows pass the gate before their keys are
compared, and labels before they are answered.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

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
    """A statement of facets: whole, and in two parts. tables: those that the counts of the second part belong to.
    numbers: of the facets that it counts."""

    whole: Any
    own: Any
    links: Any
    tables: frozenset[str]
    numbers: tuple[int, ...]

    def execute(self) -> list[Row]:
        return self.whole.execute()  # type: ignore[no-any-return]


@dataclass(frozen=True)
class KeptLinks:
    """keys: of the rows, as text. counts: keys and numbers of each facet, as the texts of two arrays."""

    versions: Versions
    keys: str
    counts: Mapping[int, tuple[str, str]]


@dataclass(slots=True)
class State:
    is_large: bool = False
    kept: KeptLinks | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class DividedTemplate(QueryTemplate):
    """The whole statement, which is executed in two parts where the list is large and versions are known."""

    own: QueryTemplate
    links: QueryTemplate
    tables: frozenset[str]
    numbers: tuple[int, ...]
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
        under = {table: versions[table] for table in self.tables}
        kept = state.kept if state.kept and state.kept.versions == under else None
        return [row for row in rows if row[0] != KEYS] + self.count_links(values, under, keys, kept)

    def count_links(
        self, values: Mapping[str, Any], under: Versions, keys: str, kept: KeptLinks | None
    ) -> list[Row]:
        came, went = find_changes(kept.keys if kept else "", keys)
        slots = {"came": f"{{{came}}}", "went": f"{{{went}}}"}
        for number in self.numbers:
            known = kept.counts[number] if kept else ("{}", "{}")
            slots[f"keys_{number}"], slots[f"numbers_{number}"] = known
        rows = self.links.execute({**values, **slots})
        if find_versions(rows) == under:
            keep(self.state, KeptLinks(under, keys, find_counts(rows)))
        elif kept is not None:  # written to since: what is kept is of another moment
            return self.count_links(values, under, keys, None)
        return [row for row in rows if row[0] >= 0]


def find_changes(before: str, now: str) -> tuple[str, str]:
    """The keys that came and those that went."""
    if before == now or not before:
        return ("", "") if before == now else (now, "")
    old, new = set(before.split(",")), set(now.split(","))
    return ",".join(filter(None, new - old)), ",".join(filter(None, old - new))


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
    names = [f"{kind}_{number}" for number in statement.numbers for kind in ("keys", "numbers")]
    links = compile_statement(statement.links, ["came", "went", *names])
    return DividedTemplate(
        alias=whole.alias,
        sql=whole.sql,
        params=whole.params,
        make=whole.make,
        own=own,
        links=links,
        tables=statement.tables,
        numbers=statement.numbers,
    )
