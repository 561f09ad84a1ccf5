"""Pages of a collection as tuples of columns: the statements of `CollectionQuery`, without model instances.

Gate, filter, order and place are those of the query; only what is selected differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet

from cms.declarations import Nested
from content_api.access.gate import Gate
from content_api.access.structure import COLUMN
from content_api.model import cursors, pagination
from content_api.model.collection_query import CollectionQuery, FacetsUnderParents
from content_api.model.ordering import get_order_alias
from content_api.model.pagination import Connection, Counts

__all__ = ["add_owner", "read_tuples", "read_tuples_under"]

Names = tuple[str, ...]


def add_owner(names: Names, column: str) -> tuple[Names, int]:
    """The names with that of the key by which rows are divided, and its place: no name may stand there twice."""
    shown = names if column in names else (*names, column)
    return shown, shown.index(column)


def list_place_columns(query: CollectionQuery) -> Names:
    """What a row's place in the order of its list is made of."""
    key = query.collection.model._meta.pk.attname
    return tuple(key if each == "pk" else get_order_alias(each) for each in query.ordering.columns)


def add_places(query: CollectionQuery, names: Names, makes_cursors: bool) -> Names:
    """The names with those of the columns that cursors are made of, each once; that of the key where there is none. The
    key has its own name, for behind a window Django gives it once for that and `pk`."""
    places = list_place_columns(query) if makes_cursors else ()
    return tuple(dict.fromkeys((*names, *places))) or (query.collection.model._meta.pk.attname,)


def set_cursors(query: CollectionQuery, shown: Names, pages: Iterable[Connection]) -> None:
    """Make the cursors of pages of tuples from those columns."""
    places = [shown.index(each) for each in list_place_columns(query)]

    def make_cursor(row: Sequence[Any]) -> str:
        return cursors.encode(query.scope, [row[place] for place in places])

    for each in pages:
        each.cursor = make_cursor


def check_width(rows: Sequence[Any], shown: Names) -> None:
    """Django gives a column that is asked for under two names once behind a window; then places mean nothing."""
    if rows and len(rows[0]) != len(shown):
        raise ValueError("The statement gave less columns than it was asked for.")


def read_tuples(query: CollectionQuery, names: Names, makes_cursors: bool = False) -> Connection:
    """The page of the whole list, in one statement. While nothing has confirmed the structure, each row ends with its
    version. makes_cursors: whether cursors are asked for."""
    structure, asked = query.reader.structure, add_places(query, names, makes_cursors)
    shown = asked if structure.is_confirmed else (*asked, COLUMN)

    def build(gate: Gate, start: int, end: int) -> QuerySet[Any]:
        rows = structure.annotate_version(query.annotate_rows(query.rows(gate), gate))
        return pagination.in_order(rows, query.ordering, query.scope, query.page)[start:end].values_list(
            *shown
        )

    page = query.page
    rows = query.read(("tuples", shown), build, start=page.start, end=page.end)
    check_width(rows, shown)
    if rows and shown is not asked:
        structure.confirm(rows[0][-1])
    found = pagination.connection(rows, query.ordering, query.scope, page, query.count)
    found.count_facets = query.count_facets
    if makes_cursors:
        set_cursors(query, asked, [found])
    return found


def read_tuples_under(
    query: CollectionQuery, nested: Nested, keys: list[Any], names: Names, makes_cursors: bool = False
) -> Mapping[Any, Connection]:
    """The page under each parent, in one statement for all, and one more for all the counts. A row may end with the key
    of its parent."""
    column, page = query.find_parent_column(nested), query.page
    asked = add_places(query, names, makes_cursors)
    shown, place = add_owner(asked, column)

    def build(gate: Gate, **slots: Any) -> QuerySet[Any]:
        rows = query.annotate_rows(query.rows_under(gate, nested, slots["keys"]), gate)
        cut = pagination.in_order_under(rows, column, query.ordering, query.scope, page, **slots)
        return cut.values_list(*shown)

    def build_counts(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
        return pagination.counts_under(query.rows_under(gate, nested, keys), column, keys)

    kind = "tuples under", nested.relation, shown
    rows = query.read(kind, build, keys=keys, start=page.start, end=page.end)
    check_width(rows, shown)
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
    if makes_cursors:
        set_cursors(query, shown, pages.values())
    return pages
