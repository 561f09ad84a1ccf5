"""What each field costs. Built once for a schema; plugins declare the costs of their fields, the core's follow from
its types.

A scalar that a row already holds is free; an object costs 1, because it is fetched or built; a list costs what it holds
times its length, and the rows of a connection 1 each. So 1,000 points are enough for 100 solutions with vendor,
category, tags and five reviews each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from cms.plugins.api.contributions import GraphQLMutation, GraphQLQuery
from cms.plugins.runtime.current import platform
from content_api.model.filters import MAX_LIST
from content_api.schema.field_sources.table import field_sources
from content_api.schema.limited_fields import find_limited_field

__all__ = ["LIST_SIZE", "FieldCost", "build_field_costs", "get_field_costs"]

LIST_SIZE = 5
"""The length that a list without a page size is taken to have."""

VALUES_PER_POINT = 10
"""Values of a list with the argument `first` that cost one point together."""
COUNT = 5
SHARED_COUNT = 1
"""Of a list under a parent, whose counts are read in one statement for all parents."""
MUTATION = 50


@dataclass(frozen=True, slots=True)
class FieldCost:
    """own: points of the field itself. is_paged: it is a connection, whose rows are charged by its page size. length:
    how often its children are charged otherwise. is_count: it counts over a whole list, so it costs the
    `count_points` of the connection that it stands in. per: the list in its arguments for each item of which it is
    charged. items: the same of what is selected below it.
    values_per_point: of a list of values as long as its argument `first`, how many cost one point together; 0 for all
    other fields."""

    own: int = 0
    is_paged: bool = False
    length: int = 1
    items: str | None = None
    is_count: bool = False
    per: str = ""
    count_points: int = COUNT
    values_per_point: int = 0


FieldCosts = Mapping[tuple[str, str], FieldCost]
"""By the names of type and field; a field that is not there is free."""
_built: WeakKeyDictionary[GraphQLSchema, FieldCosts] = WeakKeyDictionary()
_building = Lock()


def get_field_costs(schema: GraphQLSchema) -> FieldCosts:
    """The field costs of a schema, built by the first thread that asks."""
    costs = _built.get(schema)
    if costs is None:
        with _building:
            costs = _built.get(schema) or _built.setdefault(schema, build_field_costs(schema))
    return costs


def build_field_costs(schema: GraphQLSchema) -> dict[tuple[str, str], FieldCost]:
    """The cost of every field that has one, by the names of its type and itself; all others are free."""
    found = {}
    declared = load_declared_costs(schema)
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            for name, field in kind.fields.items():
                cost = build_field_cost(kind, name, field, schema, declared.get((kind.name, name)))
                if cost != FieldCost():
                    found[kind.name, name] = cost
    return found


def build_field_cost(
    kind: GraphQLObjectType, name: str, field: GraphQLField, schema: GraphQLSchema, declared: int | None
) -> FieldCost:
    if (limited := find_limited_field(kind, name)) and limited.items:
        return FieldCost(limited.cost, length=MAX_LIST, items=limited.items)
    if name == "totalCount" or name == "facets":
        return FieldCost(COUNT, is_count=True, per="names" if "names" in field.args else "")
    if {"first", "last"} & field.args.keys():
        points = COUNT if kind is schema.query_type else SHARED_COUNT
        is_list = kind is not schema.query_type and not is_connection(field)
        per_point = VALUES_PER_POINT if is_list else 0
        return FieldCost(
            declared or 0, is_paged=is_connection(field), count_points=points, values_per_point=per_point
        )
    if kind.name == "Facet":
        return FieldCost()
    if is_connection_type(kind) and name in ("nodes", "edges", "pageInfo"):
        return FieldCost()
    own = declared if declared is not None else get_default_cost(kind, field, schema)
    if not is_list_type(get_nullable_type(field.type)) or is_leaf_type(get_named_type(field.type)):  # type: ignore[arg-type]
        return FieldCost(own)
    return FieldCost(own, length=LIST_SIZE)


def get_default_cost(kind: GraphQLObjectType, field: GraphQLField, schema: GraphQLSchema) -> int:
    if kind is schema.mutation_type:
        return MUTATION
    return 0 if is_leaf_type(get_named_type(field.type)) else 1


def is_connection(field: GraphQLField) -> bool:
    return is_connection_type(get_named_type(field.type))


def is_connection_type(kind: object) -> bool:
    return isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection")


def load_declared_costs(schema: GraphQLSchema) -> dict[tuple[str, str], int]:
    """The costs that root fields, content types and plugins declare."""
    costs: dict[tuple[str, str], int] = {}
    root: Any = schema.query_type
    for name in root.fields:
        if limited := find_limited_field(root, name):
            costs["Query", name] = limited.cost
    for place, source in field_sources().items():
        if source.base_cost is not None:
            costs[place] = source.base_cost
    for query in platform().contributions(GraphQLQuery):
        costs["Query", query.item.name] = query.item.cost or 1
    for mutation in platform().contributions(GraphQLMutation):
        costs["Mutation", mutation.item.name] = mutation.item.cost or 1
    return costs
