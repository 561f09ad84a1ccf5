"""Pages of lists: connections at the root and under parents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from graphql import FieldNode
from graphql.execution.values import get_argument_values

from content_api.engine.rows.instances import find_plan
from content_api.engine.rows.levels import Field, Level, Reading, Table, assemble
from content_api.execution.columns import complete_column
from content_api.execution.field_plans import FieldPlan
from content_api.model.collection_tuples import read_tuples_under
from content_api.model.field_sources import ConnectionSource
from content_api.model.pagination import Connection
from content_api.schema.roots.collections import find_query

__all__ = ["PageField", "PageLevel", "assemble_pages", "build_connection", "coerce"]

FillPages = Callable[["PageLevel", Sequence[Connection], "str | None", Reading], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class PageField:
    """A field of a connection. fill: gives its finished values for several pages."""

    name: str
    fill: FillPages


@dataclass(frozen=True, slots=True)
class PageLevel:
    """What is selected of a connection. nodes: what is selected of its rows; None for nothing."""

    fields: tuple[PageField, ...]
    nodes: Level | None

    @property
    def columns(self) -> tuple[str, ...]:
        return self.nodes.columns if self.nodes else ("pk",)

    @property
    def inherits_language(self) -> bool:
        return self.nodes is not None and self.nodes.inherits_language


def assemble_pages(
    level: PageLevel, pages: Sequence[Connection], language: str | None, reading: Reading
) -> list[Any]:
    """The response of each page; the rows of all are assembled together."""
    names = [each.name for each in level.fields]
    columns = [each.fill(level, pages, language, reading) for each in level.fields]
    if not columns:
        return [{} for _ in pages]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def fill_nodes(
    level: PageLevel, pages: Sequence[Connection], language: str | None, reading: Reading
) -> Sequence[Any]:
    """The rows of each page."""
    rows = [row for page in pages for row in page.rows]
    items = iter(assemble(cast(Level, level.nodes), rows, language, reading))
    return [list(islice(items, len(page.rows))) for page in pages]


def fill_totals(
    level: PageLevel, pages: Sequence[Connection], language: str | None, reading: Reading
) -> Sequence[int]:
    return [page.count() for page in pages]


def build_page_rest(plan: FieldPlan, nodes: list[FieldNode]) -> FillPages:
    """A field of a connection that is neither its rows nor their number, such as facets."""

    def fill(
        level: PageLevel, pages: Sequence[Connection], language: str | None, reading: Reading
    ) -> Sequence[Any]:
        own = find_plan(reading.executor, plan.parent, nodes, plan.name)
        return complete_column(reading.executor, own, list(pages))

    return fill


def build_constant(value: Any) -> FillPages:
    return lambda level, pages, language, reading: [value] * len(pages)


def build_page_info(selected: Mapping[str, str]) -> FillPages:
    """selected: by the name in the response, the attribute of a page, or `=` and a constant."""

    def read_one(page: Connection) -> dict[str, Any]:
        return {
            name: each[1:] if each.startswith("=") else getattr(page, each) for name, each in selected.items()
        }

    return lambda level, pages, language, reading: [read_one(page) for page in pages]


def build_connection(plan: FieldPlan, source: ConnectionSource, level: PageLevel) -> Field:
    """The field of a plan with the page under each row."""
    collection, nested = source.collection, source.nested

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        _, query = find_query(collection, nested, coerce(plan, reading), reading.reader)
        keys = table.get("pk")
        found = read_tuples_under(query, nested, list(dict.fromkeys(keys)), level.columns)
        return assemble_pages(level, [found[key] for key in keys], table.language, reading)

    return Field(plan.name, ("pk",), fill, level.inherits_language)


def coerce(plan: FieldPlan, reading: Reading) -> Mapping[str, Any]:
    """The arguments of a field; GraphQLError when a value does not fit."""
    return get_argument_values(plan.definition, plan.nodes[0], reading.executor.variable_values)
