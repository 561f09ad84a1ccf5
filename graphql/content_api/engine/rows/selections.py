"""What of a selection can be read as rows: the levels below a root field, or why there are none."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    default_field_resolver,
    get_named_type,
    print_ast,
)
from graphql.execution.collect_fields import collect_sub_fields

from cms.declarations import ApiCollection
from content_api.engine.rows.leaves import build_leaf, build_type_name
from content_api.engine.rows.levels import Field, Level
from content_api.engine.rows.opaque import Opaque
from content_api.engine.rows.pages import (
    FillPages,
    PageField,
    PageLevel,
    build_connection,
    build_constant,
    build_page_info,
    fill_nodes,
    fill_totals,
)
from content_api.engine.rows.relations import build_relation, find_target_type, is_page
from content_api.execution.field_plans import FieldPlan, plan_field
from content_api.model.field_sources import ConnectionSource, FieldSource, RelationSource
from content_api.schema.field_sources.columns import known_sources
from content_api.schema.types.grapple import model_kinds

__all__ = ["Selections"]

PAGE_INFO = {"hasNextPage": "has_next", "hasPreviousPage": "has_previous"}
TYPE_NAME = "__typename"


class Selections:
    """Plans the selections of one document with the variables of its @skip and @include."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self.schema, self.fragments, self.variables = schema, fragments, variables

    def plan_rows(self, plan: FieldPlan, model: Any) -> Level:
        """What a field selects of rows of one model; Opaque when rows of columns do not tell it."""
        kind = get_named_type(plan.type)
        declared = model_kinds().get(model)
        if not isinstance(kind, GraphQLObjectType) or declared is None or declared._meta.name != kind.name:
            raise Opaque("it leads to rows of several types")
        plans = self.collect(kind, plan.nodes)
        check_different(plans)
        return Level(kind, model, self.build_fields(plans, self.build_field), is_page(model))

    def plan_page(self, plan: FieldPlan, collection: ApiCollection) -> PageLevel:
        """What a field selects of pages of a collection."""
        kind = cast(GraphQLObjectType, get_named_type(plan.type))
        plans, nodes = self.collect(kind, plan.nodes), []

        def build(each: FieldPlan) -> PageField:
            if find_name(each) != "nodes":
                return PageField(each.name, self.find_page_fill(each))
            nodes.append(self.plan_rows(each, collection.model))
            return PageField(each.name, fill_nodes)

        fields = self.build_fields(plans, build)
        if len(nodes) > 1:
            raise Opaque("it selects its nodes twice")
        return PageLevel(fields, nodes[0] if nodes else None)

    def find_page_fill(self, plan: FieldPlan) -> FillPages:
        name = find_name(plan)
        if name == "totalCount":
            return fill_totals
        if name == TYPE_NAME:
            return build_constant(plan.parent.name)
        if name == "pageInfo":
            return build_page_info(self.find_page_info(plan))
        raise Opaque("it needs more than the rows of the page")

    def find_page_info(self, plan: FieldPlan) -> Mapping[str, str]:
        kind = cast(GraphQLObjectType, get_named_type(plan.type))
        found = {each.name: find_name(each) for each in self.collect(kind, plan.nodes)}
        known = {**PAGE_INFO, TYPE_NAME: f"={kind.name}"}
        if unknown := found.values() - known.keys():
            raise Opaque("it is made of cursors", (min(unknown),))
        return {name: known[each] for name, each in found.items()}

    def build_field(self, plan: FieldPlan) -> Field:
        """A field of rows."""
        name = find_name(plan)
        if name == TYPE_NAME:
            return build_type_name(plan.name, plan.parent.name)
        source = known_sources().get((plan.parent.name, name))
        match source:
            case None:
                raise Opaque("its source is not known")
            case ConnectionSource():
                return build_connection(plan, source, self.plan_page(plan, source.collection))
            case RelationSource():
                find_target_type(plan, source)
                return build_relation(plan, source, self.plan_rows(plan, source.target))
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

    def build_fields(self, plans: Iterable[FieldPlan], build: Callable[[FieldPlan], Any]) -> tuple[Any, ...]:
        found = []
        for plan in plans:
            try:
                found.append(build(plan))
            except Opaque as opaque:
                raise opaque.below(plan.name) from None
        return tuple(found)


def find_name(plan: FieldPlan) -> str:
    return plan.nodes[0].name.value


def check_different(plans: Iterable[FieldPlan]) -> None:
    """Opaque when rows are asked for twice in the same way: they would be read twice."""
    seen: set[Hashable] = set()
    for plan in plans:
        node = plan.nodes[0]
        key = node.name.value, tuple(sorted(map(print_ast, node.arguments)))
        if node.selection_set is not None and key in seen:
            raise Opaque("it is selected twice in one place", (plan.name,))
        seen.add(key)
