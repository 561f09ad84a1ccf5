"""Fields of pages that lead through the tree: parent, ancestors, children. Their pages may be of any kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from graphql import GraphQLObjectType, get_named_type
from wagtail.models import Page

from content_api.engine.rows.levels import Field, Fill, Reading, Table
from content_api.engine.rows.opaque import NeedsInstances
from content_api.engine.rows.page_kinds import Levels, read_kinds
from content_api.engine.rows.pages import PageField, PageLevel, Pages, assemble_pages, coerce
from content_api.execution.field_plans import FieldPlan
from content_api.model.field_sources import TreeField
from content_api.model.pagination import PageArguments
from content_api.schema.types.tree import list_ancestor_paths, load_children, select_by_path

if TYPE_CHECKING:
    from content_api.engine.rows.selections import Selections

__all__ = ["LEADING", "build_tree_field"]

LEADING = ("ancestors", "children", "parent", "translations")
SHOWN = ("__typename", "pageInfo", "totalCount")
"""What a connection shows beside its rows."""
RESPONSE = "_response"


def build_tree_field(selections: Selections, plan: FieldPlan, source: TreeField) -> Field:
    """The field of a plan; NeedsInstances for other ways through the tree."""
    match source.name:
        case "ancestors":
            return Field(plan.name, ("path",), build_ancestors(selections.plan_types(plan)))
        case "parent":
            return Field(plan.name, ("path",), build_parents(selections.plan_types(plan)))
        case "children":
            return Field(plan.name, ("path",), build_children(plan, ChildrenLevel.of(selections, plan)))
    raise NeedsInstances("it leads to pages of several languages")


def build_ancestors(levels: Levels) -> Fill:
    """The visible pages above each page, from the home page down."""

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        above = [list_ancestor_paths(path) for path in table.get("path")]
        by_path = read_by_path(levels, {path for each in above for path in each}, reading)
        return [[by_path[path] for path in each if path in by_path] for each in above]

    return fill


def build_parents(levels: Levels) -> Fill:
    """The page above each, and only if it is visible: a hidden parent is not skipped."""

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        above = [path[: -Page.steplen] for path in table.get("path")]
        by_path = read_by_path(levels, set(above), reading)
        return [by_path.get(path) for path in above]

    return fill


def read_by_path(levels: Levels, paths: Collection[str], reading: Reading) -> Mapping[str, Any]:
    """The responses of the visible pages with these tree paths."""
    rows = select_by_path(paths, reading.gate).values_list("pk", "content_type_id", "path")
    pages = [(key, kind) for key, kind, _ in rows]
    found = read_kinds(levels, pages, None, reading)
    return {path: found[key] for key, _, path in rows if key in found}


@dataclass(frozen=True)
class ChildrenLevel:
    """What is selected of child pages, and of the connection that shows them."""

    levels: Levels
    page: PageLevel

    @classmethod
    def of(cls, selections: Selections, plan: FieldPlan) -> ChildrenLevel:
        """What a field selects; NeedsInstances for edges, and where there are no rows to show or twice."""
        selected = selections.collect(cast(GraphQLObjectType, get_named_type(plan.type)), plan.nodes)
        shown = [each for each in selected if each.nodes[0].name.value == "nodes"]
        others = {each.nodes[0].name.value for each in selected} - {"nodes", *SHOWN}
        if len(shown) != 1 or others:
            raise NeedsInstances("it shows more than its nodes")
        with selections.within(shown[0]):
            levels = selections.plan_types(shown[0])
        fields = [
            PageField(each.name, fill_responses)
            if each is shown[0]
            else selections.build_page_field(each, plan.nodes, None)
            for each in selected
        ]
        return cls(levels, PageLevel(tuple(fields)))

    def read(self, rows: list[Any], reading: Reading) -> list[Any]:
        """The visible pages of some, each with its response."""
        found = read_kinds(self.levels, ((row.pk, row.content_type_id) for row in rows), None, reading)
        for row in rows:
            vars(row)[RESPONSE] = found.get(row.pk)
        return [row for row in rows if row.pk in found]


def fill_responses(pages: Pages, language: str | None, reading: Reading) -> Sequence[Any]:
    return [[vars(row)[RESPONSE] for row in page.rows] for page in pages]


def build_children(plan: FieldPlan, level: ChildrenLevel) -> Fill:
    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        asked = PageArguments.of(coerce(plan, reading))
        paths = dict.fromkeys(table.get("path"))
        found = load_children([*paths], asked, reading.reader, lambda rows: level.read(rows, reading))
        return assemble_pages(level.page, [found[path] for path in table.get("path")], None, reading)

    return fill
