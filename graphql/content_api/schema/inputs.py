"""Input types made from declarations: filters, and the enumerations of orders."""

from __future__ import annotations

import datetime
from dataclasses import is_dataclass
from typing import Any

import graphene
from graphene.utils.str_converters import to_snake_case

from cms.declarations import ApiCollection, Filter, is_choices
from content_api.schema.mutations.inputs import input_type as object_input
from content_types.base.declare import enum_type

__all__ = ["argument", "facet_enum", "input_field", "input_type", "order_enum"]

_SCALARS: dict[Any, Any] = {
    str: graphene.String,
    int: graphene.Int,
    float: graphene.Float,
    bool: graphene.Boolean,
    datetime.date: graphene.Date,
    datetime.datetime: graphene.DateTime,
    "ID": graphene.ID,
}


def input_type(collection: ApiCollection) -> type[graphene.InputObjectType] | None:
    """The input object of a collection's filters, such as `SolutionFilter`; None when it has none."""
    if not collection.filters:
        return None
    fields = {name: input_field(declared) for name, declared in collection.filters.items()}
    return type(f"{collection.model.__name__}Filter", (graphene.InputObjectType,), fields)


def input_field(declared: Filter) -> graphene.InputField:
    return graphene.InputField(wrapped_type(declared), description=declared.description)


def argument(declared: Filter) -> graphene.Argument:
    """The same filter as a direct argument of a root field."""
    return graphene.Argument(wrapped_type(declared), description=declared.description)


def wrapped_type(declared: Filter) -> Any:
    kind = find_input_kind(declared.type)
    return graphene.List(graphene.NonNull(kind)) if declared.many else kind


def find_input_kind(declared: Any) -> Any:
    if is_choices(declared):
        return enum_type(declared)
    return (
        object_input(declared)
        if isinstance(declared, type) and is_dataclass(declared)
        else _SCALARS[declared]
    )


def order_enum(collection: ApiCollection) -> type[graphene.Enum]:
    """The enum of a collection's orders, such as `SolutionOrder`; its values are the names themselves."""
    members = [(name, name) for name in collection.orders]
    return graphene.Enum(f"{collection.model.__name__}Order", members)


def facet_enum(collection: ApiCollection) -> type[graphene.Enum]:
    """The enum of a collection's facets, such as `SolutionFacet`; the value of a member is the name of its filter."""
    members = [(to_snake_case(name).upper(), name) for name in collection.facets]
    described = {name: str(facet.label) for name, facet in collection.facets.items()}
    return graphene.Enum(
        f"{collection.model.__name__}Facet",
        members,
        description=lambda value: described[value.value] if value else "Filters whose values are counted.",
    )
