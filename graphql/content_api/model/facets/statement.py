"""One statement for all facets that are asked for.

The rows of the list are read once for each filter that is left out, and once for the facets without a filter; the
facets are counted over these sets. A set that can have no rows, and a relation of which nothing is visible, count
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet

from content_api.access.gate import Gate
from content_api.model.facets.counting import (
    RowSet,
    Sql,
    compile_query,
    count_values,
    find_row_value,
)
from content_api.model.facets.plan import CountedFacet, Without
from content_api.model.facets.ranking import limit_values

__all__ = [
    "TOTAL",
    "FacetStatement",
    "build_statement",
    "count_total",
    "join_texts",
    "list_counts",
    "read_own_values",
]

TOTAL = -1
"""The number of a row that has the number of all rows."""
ListRows = Callable[[Without], QuerySet[Any]]
"""The rows of the list without one of its filters."""


@dataclass(frozen=True)
class FacetStatement:
    """sql: None where nothing can be counted.

    Its rows: number of the facet, owner, part, label of the part, value, label, number of rows, place.
    """

    alias: str
    sql: Sql | None

    def execute(self) -> list[tuple[Any, ...]]:
        if self.sql is None:
            return []
        with connections[self.alias].cursor() as cursor:
            cursor.execute(self.sql.text, self.sql.params)
            return cursor.fetchall()


def build_statement(
    model: type[Model],
    counted: Sequence[CountedFacet],
    rows: ListRows,
    gate: Gate,
    size: int,
    owner: str | None,
    language: str | None = None,
) -> FacetStatement:
    """size: the most values of one facet or part. owner: the column by whose values everything is divided; without one
    a row `TOTAL` has the number of all rows of the list where they are read. language: of translated labels."""
    sets: list[Sql] = []
    counts: list[Sql] = []
    alias = rows(None).db
    for without in dict.fromkeys(each.without for each in counted):
        own = [each for each in counted if each.without == without]
        with suppress(EmptyResultSet):
            found, texts = build_row_set(model, own, f"rows_{len(sets)}", rows(without), owner)
            sets += texts
            counts += list_counts(model, own, found, gate, size, language)
            counts += [count_total(found)] if without is None and owner is None else []
    return FacetStatement(alias, join_texts(sets, counts) if counts else None)


def join_texts(sets: Sequence[Sql], counts: Sequence[Sql]) -> Sql:
    text = (
        f"WITH {', '.join(each.text for each in sets)} {' UNION ALL '.join(each.text for each in counts)} "
        "ORDER BY facet, owner, part, place"
    )
    return Sql(text, tuple(value for each in (*sets, *counts) for value in each.params))


def build_row_set(
    model: type[Model], counted: Sequence[CountedFacet], name: str, rows: QuerySet[Any], owner: str | None
) -> tuple[RowSet, list[Sql]]:
    """The keys of the rows, their owners, and the values that facets count; and the groups of those with few values."""
    found, columns, own = read_own_values(model, counted, name, rows, owner)
    texts = [Sql(f"{name} ({', '.join(columns)}) AS MATERIALIZED ({own.text})", own.params)]
    if found.grouped:
        by = ", ".join([*(["owner"] if owner else ()), *found.grouped])
        texts.append(Sql(f"{found.groups} AS (SELECT {by}, count(*) AS number FROM {name} GROUP BY {by})"))
    return found, texts


def read_own_values(
    model: type[Model], counted: Sequence[CountedFacet], name: str, rows: QuerySet[Any], owner: str | None
) -> tuple[RowSet, list[str], Sql]:
    """The set with its columns, and the text that reads them of the rows."""
    values = {each.column: value for each in counted if (value := find_row_value(model, each)) is not None}
    grouped = tuple(
        each.column for each in counted if each.is_closed and each.column in values and not each.facet.bands
    )
    query = rows.order_by().annotate(**values).values_list("pk", *([owner] if owner else ()), *values)
    columns = ["id", *(["owner"] if owner else ()), *values]
    return RowSet(name, owner is not None, grouped), columns, compile_query(query)


def list_counts(
    model: type[Model],
    counted: Sequence[CountedFacet],
    rows: RowSet,
    gate: Gate,
    size: int,
    language: str | None,
) -> Iterator[Sql]:
    """The counts of each facet, in their order, no more than `size` of each."""
    for each in counted:
        with suppress(EmptyResultSet):
            if found := count_values(model, each, rows, gate, language):
                yield limit_values(each, found, size)


def count_total(rows: RowSet) -> Sql:
    return Sql(
        f"(SELECT {TOTAL} AS facet, NULL::bigint AS owner, NULL::text AS part, NULL::text AS part_label, "
        "NULL::text AS value, NULL::text AS label, coalesce(t.number, 0) AS number, 1::bigint AS place "
        f"FROM ({rows.total}) t)"
    )
