"""GraphQL types for declared values: scalars, enumerations, and frozen dataclasses as object types."""

from __future__ import annotations

import datetime
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import graphene
from django.apps import apps
from graphene.utils.str_converters import to_snake_case
from graphql_relay import to_global_id

from cms.declarations import BatchField, ComputedField, is_choices
from cms.plugins.api.contributions import KeyOf
from content_api.schema.scalars import JSON
from content_types.base.declare import enum_type

SCALARS: dict[Any, Any] = {
    str: graphene.String,
    int: graphene.Int,
    float: graphene.Float,
    bool: graphene.Boolean,
    datetime.date: graphene.Date,
    datetime.datetime: graphene.DateTime,
    dict: JSON,
}


NAMED: dict[str, type] = {}
"""The dataclass behind the name of an object type; the first one to be made has it."""


def graphql_type(hint: Any) -> Any:
    """The output type of a type hint: `str | None` is nullable, every other hint is not."""
    return nullable(base_of(hint)) if get_origin(hint) is UnionType else graphene.NonNull(nullable(hint))


def base_of(hint: Any) -> Any:
    """A hint without its `| None`."""
    if get_origin(hint) is UnionType:
        return next(part for part in get_args(hint) if part is not NoneType)
    return hint


def nullable(hint: Any) -> Any:
    if get_origin(hint) is list:
        return graphene.List(graphql_type(get_args(hint)[0]))
    if is_choices(hint):
        return enum_type(hint)
    return object_type(hint) if isinstance(hint, type) and is_dataclass(hint) else SCALARS[hint]


@cache
def object_type(cls: type) -> type[graphene.ObjectType]:
    """The object type of a frozen dataclass, made once and named as the class."""
    NAMED.setdefault(cls.__name__, cls)
    hints = get_type_hints(cls, include_extras=True)
    members: dict[str, Any] = {field.name: member(field.name, hints[field.name]) for field in fields(cls)}
    meta = type("Meta", (), {"description": cleandoc(cls.__doc__ or "")})
    return type(cls.__name__, (graphene.ObjectType,), {**members, "Meta": meta})


def member(name: str, hint: Any) -> graphene.Field:
    """The field of a dataclass's member; a key is shown as a global id."""
    key = key_in(hint)
    if key is None:
        return graphene.Field(graphql_type(hint), resolver=lambda row, info: plain(getattr(row, name)))
    kind = apps.get_model(key.model).__name__
    return graphene.Field(
        graphene.ID, required=True, resolver=lambda row, info: to_global_id(kind, getattr(row, name))
    )


def plain(value: Any) -> Any:
    """A member of an enumeration as its value; everything else as it is."""
    return value.value if isinstance(value, Enum) else value


def key_in(hint: Any) -> KeyOf | None:
    """The KeyOf that a hint is annotated with, also behind `| None`."""
    for part in get_args(hint):
        if isinstance(part, KeyOf):
            return part
        if get_origin(part) is Annotated:
            return key_in(part)
    return None


def declared_field(declared: ComputedField | BatchField, resolver: Any) -> graphene.Field:
    """The GraphQL field of a declaration."""
    kind = nullable(declared.type)
    return graphene.Field(
        graphene.NonNull(kind) if declared.required else kind,
        description=declared.description,
        resolver=resolver,
    )


def field_name(name: str) -> str:
    """The Python name behind a GraphQL name: graphene turns it into camel case again."""
    return to_snake_case(name)
