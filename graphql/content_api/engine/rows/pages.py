"""Pages of lists: connections at the root and under parents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from graphql import FieldNode
from graphql.execution.values import get_argument_values

from content_api.engine.rows.instances import find_plan
from content_api.engine.rows.levels import Field, Level, Reading, Table, assemble, build_objects
from content_api.execution.columns import complete_column
from content_api.execution.field_plans import FieldPlan
from content_api.model.collection_tuples import read_tuples_under
from content_api.model.field_sources import ConnectionSource
from content_api.model.pagination import Connection
from content_api.schema.roots.collections import find_query

__all__ = [
    "CURSOR",
    "ENDS",
    "PageField",
    "PageLevel",
    "Pages",
    "assemble_pages",
    "build_connection",
    "build_constant",
    "build_edges",
    "build_nodes",
    "build_page_info",
    "build_page_rest",
    "coerce",
    "divide",
    "fill_totals",
    "list_rows",
]

CURSOR = "cursor"
ENDS = {"first": 0, "last": -1}
"""The rows at the ends of a page, of which it shows cursors."""

Pages = Sequence[Connection]
FillPages = Callable[[Pages, "str | None", Reading], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class PageField:
    """A field of a connection. fill: gives its finished values for several pages.

    level: of the rows that it shows, if it shows some. makes_cursors: whether it is made of the place of rows. is_late:
    it comes after the others, which may find what it needs.
    """

    name: str
    fill: FillPages
    level: Level | None = None
    makes_cursors: bool = False
    is_late: bool = False


class PageLevel:
    """What is selected of a connection. columns: all that its fields read of a row; each of their levels has them all,
    for the rows are read once."""

    def __init__(self, fields: tuple[PageField, ...]) -> None:
        self.fields = fields
        self.in_turn = sorted(fields, key=lambda each: each.is_late)
        levels = [each.level for each in fields if each.level is not None]
        self.columns = tuple(dict.fromkeys(name for each in levels for name in each.columns))
        for each in levels:
            each.widen(self.columns)
        self.inherits_language = any(each.inherits_language for each in levels)
        self.makes_cursors = any(each.makes_cursors for each in fields)


def assemble_pages(level: PageLevel, pages: Pages, language: str | None, reading: Reading) -> list[Any]:
    """The response of each page; the rows of all are assembled together."""
    names = [each.name for each in level.fields]
    found = {each.name: each.fill(pages, language, reading) for each in level.in_turn}
    return build_objects(names, [found[name] for name in names], len(pages))


def build_nodes(level: Level) -> FillPages:
    """The rows of each page."""

    def fill(pages: Pages, language: str | None, reading: Reading) -> Sequence[Any]:
        return divide(assemble(level, list_rows(pages), language, reading), pages)

    return fill


def build_edges(selected: Sequence[tuple[str, Level | str]]) -> FillPages:
    """selected: by the name in the response the level of a node, `CURSOR`, or a constant."""
    names = [name for name, _ in selected]

    def read(what: Level | str, pages: Pages, language: str | None, reading: Reading) -> Sequence[Any]:
        if isinstance(what, Level):
            return assemble(what, list_rows(pages), language, reading)
        if what == CURSOR:
            return [page.cursor(row) for page in pages for row in page.rows]
        return [what] * sum(len(page.rows) for page in pages)

    def fill(pages: Pages, language: str | None, reading: Reading) -> Sequence[Any]:
        columns = [read(what, pages, language, reading) for _, what in selected]
        return divide(build_objects(names, columns, len(list_rows(pages))), pages)

    return fill


def list_rows(pages: Pages) -> list[Any]:
    return [row for page in pages for row in page.rows]


def divide(items: Iterable[Any], pages: Pages) -> list[list[Any]]:
    """What was made of the rows of all pages, for each of them."""
    remaining = iter(items)
    return [list(islice(remaining, len(page.rows))) for page in pages]


def fill_totals(pages: Pages, language: str | None, reading: Reading) -> Sequence[int]:
    return [page.count() for page in pages]


def build_page_rest(plan: FieldPlan, nodes: list[FieldNode]) -> FillPages:
    """A field of a connection that is neither its rows nor their number, such as facets."""

    def fill(pages: Pages, language: str | None, reading: Reading) -> Sequence[Any]:
        own = find_plan(reading.executor, plan.parent, nodes, plan.name)
        return complete_column(reading.executor, own, list(pages))

    return fill


def build_constant(value: Any) -> FillPages:
    return lambda pages, language, reading: [value] * len(pages)


def build_page_info(selected: Mapping[str, str]) -> FillPages:
    """selected: by the name in the response, the attribute of a page, the place of a cursor, or `=` and a constant."""

    def read_one(page: Connection, what: str) -> Any:
        if what in ENDS:
            return page.cursor(page.rows[ENDS[what]]) if page.rows else None
        return what[1:] if what.startswith("=") else getattr(page, what)

    def fill(pages: Pages, language: str | None, reading: Reading) -> Sequence[Any]:
        return [{name: read_one(page, each) for name, each in selected.items()} for page in pages]

    return fill


def build_connection(plan: FieldPlan, source: ConnectionSource, level: PageLevel) -> Field:
    """The field of a plan with the page under each row."""
    collection, nested = source.collection, source.nested

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        _, query = find_query(collection, nested, coerce(plan, reading), reading.reader)
        keys = table.get("pk")
        found = read_tuples_under(
            query, nested, list(dict.fromkeys(keys)), level.columns, level.makes_cursors
        )
        return assemble_pages(level, [found[key] for key in keys], table.language, reading)

    return Field(plan.name, ("pk",), fill, level.inherits_language)


def coerce(plan: FieldPlan, reading: Reading) -> Mapping[str, Any]:
    """The arguments of a field, kept with the operation and its variables; GraphQLError when a value does not fit."""
    node, definition, plans = plan.nodes[0], plan.definition, reading.executor.plans
    key = "arguments", id(node), id(definition)
    if key not in plans:
        found = get_argument_values(definition, node, reading.executor.variable_values)
        plans[key] = node, definition, found  # ids are theirs as long as these are kept
    return plans[key][2]  # type: ignore[no-any-return]
