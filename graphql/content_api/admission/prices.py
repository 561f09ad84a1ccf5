"""What each field costs. Made once for a schema; plugins declare theirs, the core's follow from its types.

A scalar that a row already holds is free; an object costs 1, because it is fetched or built; a list costs what it holds
times its length, and the rows of a connection 1 each. So 1,000 points buy 100 solutions with vendor, category, tags and
five reviews each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)
from grapple.registry import registry as grapple_registry

from cms.declarations import BatchField, registry
from cms.hooks.contributions import GraphQLField as ContributedField, GraphQLMutation, GraphQLQuery
from cms.hooks.runtime import platform
from content_api.limited_fields import find_limited_field
from content_api.plugins.outputs import node_type

__all__ = ["LIST_SIZE", "Price", "prices_of"]

LIST_SIZE = 5
"""How long a list without a page size is taken to be."""

COUNT = 5
MUTATION = 50


@dataclass(frozen=True, slots=True)
class Price:
    """base: points of the field itself. paged: it is a connection, whose rows are paid by its page size. many: how
    often its children are paid otherwise."""

    base: int = 0
    paged: bool = False
    many: int = 1


def prices_of(schema: GraphQLSchema) -> dict[tuple[str, str], Price]:
    """The price of every field that has one, by the names of its type and itself; all others are free."""
    found = {}
    declared = declared_costs(schema)
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            for name, field in kind.fields.items():
                price = price_of(kind, name, field, schema, declared.get((kind.name, name)))
                if price != Price():
                    found[kind.name, name] = price
    return found


def price_of(
    kind: GraphQLObjectType, name: str, field: GraphQLField, schema: GraphQLSchema, declared: int | None
) -> Price:
    paged = {"first", "last"} & field.args.keys()
    if paged:
        return Price(declared or 0, paged=is_connection(field))
    if name == "totalCount" or name == "facets":
        return Price(COUNT)
    if is_connection_type(kind) and name in ("nodes", "edges", "pageInfo"):
        return Price()
    base = declared if declared is not None else default_base(kind, field, schema)
    if not is_list_type(get_nullable_type(field.type)) or is_leaf_type(get_named_type(field.type)):  # type: ignore[arg-type]
        return Price(base)
    return Price(base, many=LIST_SIZE)


def default_base(kind: GraphQLObjectType, field: GraphQLField, schema: GraphQLSchema) -> int:
    if kind is schema.mutation_type:
        return MUTATION
    return 0 if is_leaf_type(get_named_type(field.type)) else 1


def is_connection(field: GraphQLField) -> bool:
    return is_connection_type(get_named_type(field.type))


def is_connection_type(kind: object) -> bool:
    return isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection")


def declared_costs(schema: GraphQLSchema) -> dict[tuple[str, str], int]:
    """The costs that root fields, content types and plugins declare."""
    costs: dict[tuple[str, str], int] = {}
    query: Any = schema.query_type
    for name in query.fields:
        if limited := find_limited_field(query, name):
            costs["Query", name] = limited.cost
    for (model, name), item in registry.fields.items():
        if isinstance(item, BatchField) and item.cost is not None:
            costs[grapple_registry.models[model]._meta.name, name] = item.cost
    for field in platform().contributions(ContributedField):
        costs[node_type(field.item.on)._meta.name, field.item.name] = field.item.cost or 1
    for query in platform().contributions(GraphQLQuery):
        costs["Query", query.item.name] = query.item.cost or 1
    for mutation in platform().contributions(GraphQLMutation):
        costs["Mutation", mutation.item.name] = mutation.item.cost or 1
    return costs
