"""Lists of rows of several types that something else has chosen: hits of a search, and what is trending."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from graphql import GraphQLObjectType, get_named_type

from content_api.access.structure import COLUMN
from content_api.engine.rows.instances import find_plan
from content_api.engine.rows.levels import Reading, Refused, assemble, build_objects
from content_api.engine.rows.opaque import NeedsInstances
from content_api.engine.rows.page_kinds import Levels
from content_api.engine.rows.pages import (
    CURSOR,
    PageField,
    PageLevel,
    Pages,
    assemble_pages,
    build_page_rest,
    coerce,
    divide,
    list_rows,
)
from content_api.engine.rows.relations import read_by_key
from content_api.errors import ApiError
from content_api.execution.columns import get_column_completer
from content_api.execution.field_plans import FieldPlan
from content_api.model.languages import find_text_language
from content_api.model.search.visible import Hit, group_keys
from content_api.model.trending import PLACE, page_trending
from content_api.schema.roots.search import SearchPage, SearchWindow
from content_api.schema.roots.trending import TrendingArguments

if TYPE_CHECKING:
    from content_api.engine.rows.selections import Selections

__all__ = ["build_search", "build_trending"]

Read = Callable[[Reading], Any]
COMPUTED = ("didYouMean", "facets")
"""Of a search as a whole: worked out as in T3, for they read no rows that are shown."""
PASSAGES: Mapping[str, Callable[[SearchPage, Any], Any]] = {
    "highlights": SearchPage.list_passages,
    "snippet": SearchPage.build_snippet,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the list. place: what its cursor is made of."""

    model: Any
    key: int
    place: Any
    response: Any


@dataclass(frozen=True)
class HitLevel:
    """What is selected of the list: of its rows by their type, and of the connection that shows them."""

    levels: Levels
    page: PageLevel

    def read(
        self, model: Any, keys: Sequence[int], language: str | None, reading: Reading
    ) -> Mapping[Any, Any]:
        """The responses of the visible rows of a type with these keys, by key."""
        return read_by_key(self.levels[model], keys, language, reading)


def plan_hits(selections: Selections, plan: FieldPlan) -> HitLevel:
    """What a field selects; NeedsInstances where its rows are not selected, or in two ways."""
    planner = HitPlanner(selections)
    kind = cast(GraphQLObjectType, get_named_type(plan.type))
    fields = [planner.plan_field(each, plan) for each in selections.collect(kind, plan.nodes)]
    if planner.levels is None:
        raise NeedsInstances("it selects no rows")
    return HitLevel(planner.levels, PageLevel(tuple(fields)))


class HitPlanner:
    """Plans the fields of one connection. levels: of its rows, once they are selected."""

    def __init__(self, selections: Selections) -> None:
        self.selections = selections
        self.levels: Levels | None = None

    def plan_field(self, plan: FieldPlan, parent: FieldPlan) -> PageField:
        name = plan.nodes[0].name.value
        with self.selections.within(plan):
            if name == "nodes":
                self.levels = self.plan_rows(plan)
                return PageField(plan.name, fill_nodes)
            if name == "edges":
                return PageField(plan.name, partial(fill_edges, self.plan_edges(plan)))
            if name in COMPUTED:
                return PageField(plan.name, build_page_rest(plan, parent.nodes))
            return self.selections.build_page_field(plan, parent.nodes, None)

    def plan_rows(self, plan: FieldPlan) -> Levels:
        if self.levels is not None:
            raise NeedsInstances("its rows are selected twice")
        return self.selections.plan_types(plan)

    def plan_edges(self, plan: FieldPlan) -> Sequence[tuple[str, FillEdges]]:
        """What is selected of edges, by the name in the response."""
        kind = cast(GraphQLObjectType, get_named_type(plan.type))
        return [(each.name, self.plan_edge(each, plan)) for each in self.selections.collect(kind, plan.nodes)]

    def plan_edge(self, plan: FieldPlan, parent: FieldPlan) -> FillEdges:
        name = plan.nodes[0].name.value
        if name == "node":
            with self.selections.within(plan):
                self.levels = self.plan_rows(plan)
            return lambda pages, reading: [row.response for row in list_rows(pages)]
        if name == CURSOR:
            return lambda pages, reading: [page.cursor(row) for page in pages for row in page.rows]
        if name in PASSAGES:
            return partial(fill_passages, plan, parent)
        kind = plan.parent.name  # of `__typename`
        return lambda pages, reading: [kind] * len(list_rows(pages))


FillEdges = Callable[[Pages, Reading], Sequence[Any]]
"""Gives the finished values of a field of edges."""


def fill_nodes(pages: Pages, language: str | None, reading: Reading) -> Sequence[Any]:
    return [[row.response for row in page.rows] for page in pages]


def fill_edges(
    selected: Sequence[tuple[str, FillEdges]], pages: Pages, language: str | None, reading: Reading
) -> Sequence[Any]:
    names = [name for name, _ in selected]
    columns = [fill(pages, reading) for _, fill in selected]
    return divide(build_objects(names, columns, len(list_rows(pages))), pages)


def fill_passages(plan: FieldPlan, parent: FieldPlan, pages: Pages, reading: Reading) -> Sequence[Any]:
    """Where words of the search stand in each row."""
    own = find_plan(reading.executor, plan.parent, parent.nodes, plan.name)
    find = PASSAGES[plan.nodes[0].name.value]
    values = [find(cast(SearchPage, page), row) for page in pages for row in page.rows]
    return get_column_completer(plan.type)(reading.executor, own, values)


def build_search(selections: Selections, plan: FieldPlan) -> Read:
    """Reads a page of hits: one statement for each kind among them."""
    level = plan_hits(selections, plan)

    def read(reading: Reading) -> Any:
        window = find_window(coerce(plan, reading), reading)
        rows = read_hits(level, window, reading)
        page = window.build_page(rows, lambda row: row.place, lambda row: (row.model, row.key))
        return assemble_pages(level.page, [page], None, reading)[0]

    return read


def find_window(given: Mapping[str, Any], reading: Reading) -> SearchWindow:
    """The hits of a search. Refused for what the API says is wrong with it: a provider that gives no answer takes its
    time for that, and must not be asked again."""
    try:
        return SearchWindow.of(given, reading.executor.context_value)
    except ApiError as error:
        raise Refused(error) from error


def read_hits(level: HitLevel, window: SearchWindow, reading: Reading) -> list[Found]:
    """The rows of hits, in their order; one that is gone since is left out."""
    models = {kind.name: kind.model for kind in window.hits.kinds}
    language, shown = window.hits.text_language, window.page_hits
    found = {
        kind: level.read(models[kind], keys, language, reading) for kind, keys in group_keys(shown).items()
    }
    hits: list[Hit] = [hit for hit in shown if hit[2] in found[hit[1]]]
    return [Found(models[hit[1]], hit[2], hit, found[hit[1]][hit[2]]) for hit in hits]


def build_trending(selections: Selections, plan: FieldPlan) -> Read:
    """Reads a page of what is trending, in one statement."""
    level = plan_hits(selections, plan)

    def read(reading: Reading) -> Any:
        asked = TrendingArguments.of(coerce(plan, reading))
        own = level.levels[asked.kind.model]
        structure = reading.reader.structure

        def read_rows(rows: QuerySet[Any]) -> list[Found]:
            more = (PLACE,) if structure.is_confirmed else (PLACE, COLUMN)
            found = list(structure.annotate_version(rows).values_list(*own.columns, *more))
            if found and not structure.is_confirmed:
                structure.confirm(found[0][-1])
            language = find_text_language(reading.gate, asked.locale)
            responses = assemble(own, found, language, reading)
            place = len(own.columns)
            return [
                Found(own.model, row[0], row[place], response)
                for row, response in zip(found, responses, strict=True)
            ]

        page = page_trending(
            asked.kind,
            asked.window,
            asked.locale,
            asked.page,
            reading.reader,
            read_rows,
            lambda row: row.place,
        )
        return assemble_pages(level.page, [page], None, reading)[0]

    return read
