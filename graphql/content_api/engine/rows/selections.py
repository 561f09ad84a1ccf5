"""What of a selection can be read as rows: the levels below a root field, or why there are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from django.db.models import Model
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLSchema,
    default_field_resolver,
    get_named_type,
    print_ast,
)
from graphql.execution.collect_fields import collect_sub_fields
from wagtail.models import Page

from cms.declarations import ApiCollection
from content_api.access.reader import Columns
from content_api.engine.rows.batches import build_batch, build_contributed
from content_api.engine.rows.bodies import build_body
from content_api.engine.rows.computed import build_computed
from content_api.engine.rows.instances import build_rest
from content_api.engine.rows.leaves import build_leaf, build_type_name
from content_api.engine.rows.levels import Field, Level
from content_api.engine.rows.opaque import NeedsInstances, Opaque
from content_api.engine.rows.pages import (
    CURSOR,
    ENDS,
    PageField,
    PageLevel,
    build_connection,
    build_constant,
    build_edges,
    build_nodes,
    build_page_info,
    build_page_rest,
    fill_totals,
)
from content_api.engine.rows.relations import build_relation, find_target_type
from content_api.engine.rows.tree import LEADING, build_tree_field
from content_api.execution.field_plans import FieldPlan, plan_field
from content_api.model.field_sources import (
    Batch,
    Body,
    ConnectionSource,
    FieldSource,
    PluginFieldSource,
    RelationSource,
    TreeField,
)
from content_api.schema.field_sources.columns import known_sources
from content_api.schema.types.grapple import model_kinds

__all__ = ["Selections"]

TYPE_NAME = "__typename"
PAGE_INFO = {
    "hasNextPage": "has_next",
    "hasPreviousPage": "has_previous",
    "startCursor": "first",
    "endCursor": "last",
}
EDGES = {"cursor": CURSOR, TYPE_NAME: ""}


class Selections:
    """Plans the selections of one document with the variables of its @skip and @include.

    columns: what the document reads of each model. rests: the fields that need instances, and why.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        columns: Mapping[type[Model], Columns],
    ) -> None:
        self.schema, self.fragments, self.variables, self.columns = schema, fragments, variables, columns
        self.rests: list[Opaque] = []
        self._path: list[str] = []

    @contextmanager
    def within(self, plan: FieldPlan) -> Iterator[None]:
        """What is raised inside gets the path of the field."""
        self._path.append(plan.name)
        try:
            yield
        except Opaque as opaque:
            opaque.path = opaque.path or tuple(self._path)
            raise
        finally:
            self._path.pop()

    def plan_rows(self, plan: FieldPlan, model: Any) -> Level:
        """What a field selects of rows of one model; Opaque when rows of columns do not tell it."""
        kind = get_named_type(plan.type)
        declared = model_kinds().get(model)
        if not isinstance(kind, GraphQLObjectType) or declared is None or declared._meta.name != kind.name:
            raise NeedsInstances("it leads to rows of several types")
        return self.plan_type(plan, kind, model)

    def plan_types(self, plan: FieldPlan) -> Mapping[type[Model], Level]:
        """What a field selects of rows of each type that it may lead to."""
        kind = cast(GraphQLAbstractType, get_named_type(plan.type))
        possible = {each.name: each for each in self.schema.get_possible_types(kind)}
        return {
            model: self.plan_type(plan, possible[declared._meta.name], model)
            for model, declared in model_kinds().items()
            if declared._meta.name in possible
        }

    def plan_type(self, plan: FieldPlan, kind: GraphQLObjectType, model: type[Model]) -> Level:
        """What a field selects of rows of a type."""
        plans = self.collect(kind, plan.nodes)
        repeated = find_repeated(plans)

        def build(each: FieldPlan) -> Field:
            known = len(self.rests)
            try:
                with self.within(each):
                    return self.build_field(each, plan.nodes, each.name in repeated)
            except NeedsInstances as opaque:
                self.rests[known:] = [opaque]
                return build_rest(each, plan.nodes, model, self.columns.get(model))

        return Level(kind, model, tuple(map(build, plans)), issubclass(model, Page))

    def plan_page(self, plan: FieldPlan, collection: ApiCollection) -> PageLevel:
        """What a field selects of pages of a collection."""
        kind = cast(GraphQLObjectType, get_named_type(plan.type))

        def build(each: FieldPlan) -> PageField:
            with self.within(each):
                return self.build_page_field(each, plan.nodes, collection)

        return PageLevel(tuple(map(build, self.collect(kind, plan.nodes))))

    def build_page_field(
        self, plan: FieldPlan, nodes: list[FieldNode], collection: ApiCollection | None
    ) -> PageField:
        """A field of a connection. collection: that of its rows; without one, rows are not among its fields."""
        name = find_name(plan)
        match name:
            case "nodes" if collection:
                level = self.plan_rows(plan, collection.model)
                return PageField(plan.name, build_nodes(level), level)
            case "edges" if collection:
                return self.plan_edges(plan, collection)
            case "totalCount":
                return PageField(plan.name, fill_totals, is_late=True)
            case "pageInfo":
                selected = self.find_page_info(plan)
                makes_cursors = not ENDS.keys().isdisjoint(selected.values())
                return PageField(plan.name, build_page_info(selected), makes_cursors=makes_cursors)
            case "facets":
                return PageField(plan.name, build_page_rest(plan, nodes))
        if name == TYPE_NAME:
            return PageField(plan.name, build_constant(plan.parent.name))
        raise NeedsInstances("it needs more than the rows of the page")

    def plan_edges(self, plan: FieldPlan, collection: ApiCollection) -> PageField:
        """What a field selects of edges: rows with their cursors."""
        kind = cast(GraphQLObjectType, get_named_type(plan.type))
        selected: list[tuple[str, Level | str]] = []
        for each in self.collect(kind, plan.nodes):
            with self.within(each):
                is_node = find_name(each) == "node"
                value = self.plan_rows(each, collection.model) if is_node else EDGES[find_name(each)]
            selected.append((each.name, value or kind.name))
        levels = [what for _, what in selected if isinstance(what, Level)]
        if len(levels) > 1:
            raise NeedsInstances("it selects its node twice")
        makes_cursors = any(what == CURSOR for _, what in selected)
        return PageField(plan.name, build_edges(selected), next(iter(levels), None), makes_cursors)

    def find_page_info(self, plan: FieldPlan) -> Mapping[str, str]:
        kind = cast(GraphQLObjectType, get_named_type(plan.type))
        found = {each.name: find_name(each) for each in self.collect(kind, plan.nodes)}
        known = {**PAGE_INFO, TYPE_NAME: f"={kind.name}"}
        return {name: known[each] for name, each in found.items()}

    def build_field(self, plan: FieldPlan, nodes: list[FieldNode], is_repeated: bool) -> Field:
        """A field of rows, among what `nodes` select of them."""
        name = find_name(plan)
        if name == TYPE_NAME:
            return build_type_name(plan.name, plan.parent.name)
        source = known_sources().get((plan.parent.name, name))
        if source is not None and (computed := build_computed(plan, nodes, source)):
            return computed
        if is_repeated:
            raise NeedsInstances("it is selected twice in one place")
        match source:
            case None:
                raise Opaque("its source is not known")
            case ConnectionSource():
                return build_connection(plan, source, self.plan_page(plan, source.collection))
            case RelationSource():
                find_target_type(plan, source)
                return build_relation(plan, source, self.plan_rows(plan, source.target))
            case Body():
                return build_body(self, plan, source)
            case Batch():
                return build_batch(plan, nodes, source)
            case PluginFieldSource():
                return build_contributed(plan, nodes, source)
            case TreeField(name=place) if place in LEADING:
                return build_tree_field(self, plan, source)
            case FieldSource():
                return build_leaf(plan, source)

    def collect(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> list[FieldPlan]:
        """The plans of what is selected of an object type."""
        fields = collect_sub_fields(
            self.schema, cast(Any, self.fragments), cast(Any, self.variables), kind, nodes
        )
        found = (
            plan_field(self.schema, kind, name, each, dict(self.variables), default_field_resolver)
            for name, each in fields.items()
        )
        return [each for each in found if each is not None]


def find_name(plan: FieldPlan) -> str:
    return plan.nodes[0].name.value


def find_repeated(plans: Iterable[FieldPlan]) -> set[str]:
    """The names in the response of rows that are asked for twice in the same way: instances read them once."""
    seen: dict[Hashable, list[str]] = defaultdict(list)
    for plan in plans:
        node = plan.nodes[0]
        if node.selection_set is not None:
            seen[node.name.value, tuple(sorted(map(print_ast, node.arguments)))].append(plan.name)
    return {name for names in seen.values() if len(names) > 1 for name in names}
