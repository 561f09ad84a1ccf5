"""What each field costs. Made once for a schema; plugins declare theirs, the core's follow from its types.

A scalar that a row already holds is free; an object costs 1, because it is fetched or built; a list costs what it holds
times its length, and the rows of a connection 1 each. So 1,000 points buy 100 solutions with vendor, category, tags and
five reviews each.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from cms.plugins.api.contributions import GraphQLField as ContributedField, GraphQLMutation, GraphQLQuery
from cms.plugins.runtime.current import platform
from content_api.schema.plugin_fields.outputs import node_type

__all__ = ["LIST_SIZE", "Price", "prices_of"]

LIST_SIZE = 5
"""How long a list without a page size is taken to be."""

COUNT = 5
SEARCH = 20
MUTATION = 50
RENDERED = 2
EXPENSIVE = {
    ("Query", "search"): SEARCH,
    ("Query", "suggest"): SEARCH // 2,
    ("Solution", "jsonLd"): RENDERED,
}
"""Fields that do more than their type tells."""


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
    declared = contributed()
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
        return Price(EXPENSIVE.get((kind.name, name), 0), paged=is_connection(field))
    if name == "totalCount" or name == "facets":
        return Price(COUNT)
    if is_connection_type(kind) and name in ("nodes", "edges", "pageInfo"):
        return Price()
    base = (
        declared
        if declared is not None
        else EXPENSIVE.get((kind.name, name), default_base(kind, field, schema))
    )
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


def contributed() -> dict[tuple[str, str], int]:
    """The costs that plugins declare."""
    costs: dict[tuple[str, str], int] = {}
    for field in platform().contributions(ContributedField):
        costs[node_type(field.item.on)._meta.name, field.item.name] = field.item.cost or 1
    for query in platform().contributions(GraphQLQuery):
        costs["Query", query.item.name] = query.item.cost or 1
    for mutation in platform().contributions(GraphQLMutation):
        costs["Mutation", mutation.item.name] = mutation.item.cost or 1
    return costs
