"""Pages of a collection as tuples of columns: the statements of `CollectionQuery`, without model instances.

Gate, filter, order and place are those of the query; only what is selected differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet

from cms.declarations import Nested
from content_api.access.gate import Gate
from content_api.access.structure import COLUMN
from content_api.model import pagination
from content_api.model.collection_query import CollectionQuery, FacetsUnderParents
from content_api.model.pagination import Connection, Counts

__all__ = ["add_owner", "read_tuples", "read_tuples_under"]

Names = tuple[str, ...]


def add_owner(names: Names, column: str) -> tuple[Names, int]:
    """The names with that of the key by which rows are divided, and its place: no name may stand there twice."""
    shown = names if column in names else (*names, column)
    return shown, shown.index(column)


def read_tuples(query: CollectionQuery, names: Names) -> Connection:
    """The page of the whole list, in one statement. While nothing has confirmed the structure, each row ends with its
    version."""
    structure = query.reader.structure
    shown = names if structure.is_confirmed else (*names, COLUMN)

    def build(gate: Gate, start: int, end: int) -> QuerySet[Any]:
        rows = structure.annotate_version(query.annotated_rows(gate))
        return pagination.in_order(rows, query.ordering, query.scope, query.page)[start:end].values_list(
            *shown
        )

    page = query.page
    rows = query.read(("tuples", shown), build, start=page.start, end=page.end)
    if rows and shown is not names:
        structure.confirm(rows[0][-1])
    found = pagination.connection(rows, query.ordering, query.scope, page, query.count)
    found.count_facets = query.count_facets
    return found


def read_tuples_under(
    query: CollectionQuery, nested: Nested, keys: list[Any], names: Names
) -> Mapping[Any, Connection]:
    """The page under each parent, in one statement for all, and one more for all the counts. A row may end with the key
    of its parent."""
    column, page = query.find_parent_column(nested), query.page
    shown, place = add_owner(names, column)

    def build(gate: Gate, **slots: Any) -> QuerySet[Any]:
        rows = query.join_parents(query.annotated_rows(gate), nested)
        cut = pagination.in_order_under(rows, column, query.ordering, query.scope, page, **slots)
        return cut.values_list(*shown)

    def build_counts(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
        return pagination.counts_under(query.join_parents(query.rows(gate), nested), column, keys)

    kind = "tuples under", nested.relation, shown
    rows = query.read(kind, build, keys=keys, start=page.start, end=page.end)
    counts = Counts(lambda: query.read(("counts", nested.relation), build_counts, keys=keys))
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[place]].append(row)
    pages = {
        key: pagination.connection(found[key], query.ordering, query.scope, page, counts.of(key))
        for key in keys
    }
    facets = FacetsUnderParents(lambda names, size: query.count_facets_under(nested, keys, names, size))
    for key, each in pages.items():
        each.count_facets = partial(facets.load, key)
    return pages
