"""Input types made from declarations: filters, and the enumerations of orders."""

from __future__ import annotations

import datetime
from typing import Any

import graphene

from cms.declarations import ApiCollection, Filter, is_choices
from content_types.base.declare import enum_type

__all__ = ["argument", "input_field", "input_type", "order_enum"]

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
    kind = enum_type(declared.type) if is_choices(declared.type) else _SCALARS[declared.type]  # type: ignore[arg-type]
    return graphene.List(graphene.NonNull(kind)) if declared.many else kind


def order_enum(collection: ApiCollection) -> type[graphene.Enum]:
    """The enum of a collection's orders, such as `SolutionOrder`; its values are the names themselves."""
    members = [(name, name) for name in collection.orders]
    return graphene.Enum(f"{collection.model.__name__}Order", members)
