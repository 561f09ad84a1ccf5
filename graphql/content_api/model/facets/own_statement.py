"""The statement that counts what stands in the rows of a list themselves, and answers their keys for the other facets.

Rows are grouped by their columns with few values while they are read, and their keys and other columns are gathered in
arrays of each group: this takes half of what it takes to keep the rows and group them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Model, QuerySet

from content_api.access.gate import Gate
from content_api.model.facets.counting import RowSet, Sql, find_field
from content_api.model.facets.plan import CountedFacet
from content_api.model.facets.statement import count_total, join_texts, list_counts, read_own_values

__all__ = ["KEYS", "build_own_statement"]

KEYS = -2
"""The number of rows that have the keys of the list's rows."""
MAX_GROUPED = 4
"""The most columns by which rows are grouped while they are read: more make many small groups."""
NAME = "rows_0"


def build_own_statement(
    model: type[Model],
    counted: Sequence[CountedFacet],
    rows: QuerySet[Any],
    gate: Gate,
    size: int,
    language: str | None,
) -> Sql:
    """The text for these facets, of none of which the filter is set; EmptyResultSet when there can be no rows."""
    found, columns, own = read_own_values(model, counted, NAME, rows, None)
    if is_grouped(model, counted, found):
        sets, keys = group_rows(found, columns, own), f"SELECT ids::text FROM {found.groups}"
    else:
        sets, keys = keep_rows(found, columns, own), f"SELECT array_agg(id)::text FROM {NAME}"
    counts = [*list_counts(model, counted, found, gate, size, language), count_total(found), list_keys(keys)]
    return join_texts(sets, counts)


def is_grouped(model: type[Model], counted: Sequence[CountedFacet], rows: RowSet) -> bool:
    """Whether there are few groups, and no arrays among the other columns, of which no arrays can be made."""
    if not 0 < len(rows.grouped) <= MAX_GROUPED:
        return False
    others = [each for each in counted if each.column not in rows.grouped]
    return not any(isinstance(find_field(model, each.facet.find_path() or ""), ArrayField) for each in others)


def group_rows(rows: RowSet, columns: Sequence[str], own: Sql) -> list[Sql]:
    by, others = ", ".join(rows.grouped), [each for each in columns[1:] if each not in rows.grouped]
    arrays = "".join(f", array_agg({each}) AS {each}" for each in others)
    source = f"({own.text}) r ({', '.join(columns)})"
    gathered = f"SELECT {by}, count(*) AS number, array_agg(id) AS ids{arrays} FROM {source} GROUP BY {by}"
    taken = "".join(f", unnest({each}) AS {each}" for each in others)
    return [
        Sql(f"{rows.groups} AS MATERIALIZED ({gathered})", own.params),
        Sql(f"{NAME} AS (SELECT unnest(ids) AS id{taken} FROM {rows.groups})"),
    ]


def keep_rows(rows: RowSet, columns: Sequence[str], own: Sql) -> list[Sql]:
    texts = [Sql(f"{NAME} ({', '.join(columns)}) AS MATERIALIZED ({own.text})", own.params)]
    if rows.grouped:
        by = ", ".join(rows.grouped)
        texts.append(Sql(f"{rows.groups} AS (SELECT {by}, count(*) AS number FROM {NAME} GROUP BY {by})"))
    return texts


def list_keys(keys: str) -> Sql:
    return Sql(f"(SELECT {KEYS}, NULL, NULL, NULL, k.keys, NULL, 0, 1 FROM ({keys}) k (keys))")
