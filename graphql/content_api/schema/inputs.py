"""Input types made from declarations: filters, and the enumerations of orders."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

import graphene
from django.conf import settings
from graphene.utils.str_converters import to_snake_case

from cms.declarations import ApiCollection, Argument, Filter, is_choices
from content_api.model.filters import clean_scalar
from content_api.model.pagination import in_range
from content_api.schema.mutations.inputs import input_type as input_object
from content_types.base.declare import enum_type

__all__ = [
    "argument",
    "clean_arguments",
    "declared_argument",
    "facet_enum",
    "input_field",
    "input_type",
    "order_enum",
]

_SCALARS: dict[Any, Any] = {
    str: graphene.String,
    int: graphene.Int,
    float: graphene.Float,
    bool: graphene.Boolean,
    datetime.date: graphene.Date,
    datetime.datetime: graphene.DateTime,
    "ID": graphene.ID,
}


@cache
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
    kind = input_kind(declared.type)
    return graphene.List(graphene.NonNull(kind)) if declared.many else kind


def input_kind(kind: Any) -> Any:
    """The GraphQL type of a declared one: an enumeration, an input object or a scalar."""
    if is_choices(kind):
        return enum_type(kind)
    return _SCALARS[kind] if kind in _SCALARS else input_object(kind)


def declared_argument(declared: Argument) -> graphene.Argument:
    """An argument of a field."""
    default = {} if declared.default is None else {"default_value": declared.default}
    return graphene.Argument(
        input_kind(declared.type), description=declared.description, required=declared.required, **default
    )


def clean_arguments(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the arguments of a field that were given, as its function wants them; BadUserInput for a size out of
    range."""
    given = {name: clean_scalar(name, value) for name, value in values.items() if value is not None}
    if "first" in given:
        in_range("first", given["first"], settings.CONTENT_API["MAX_PAGE_SIZE"])
    return given


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
