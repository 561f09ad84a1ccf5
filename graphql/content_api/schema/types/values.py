"""GraphQL types for declared values: scalars, enumerations, and frozen dataclasses as object types."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from inspect import cleandoc
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import graphene
from django.apps import apps
from django.db.models import Model
from graphene.utils.str_converters import to_snake_case
from graphql_relay import to_global_id
from grapple.registry import registry as grapple_registry

from cms.declarations import BatchField, ComputedField, RowOf, is_choices
from cms.plugins.api.contributions import KeyOf
from cms.plugins.api.hints import is_optional, is_union, without_annotations, without_none
from content_api.access.context import get_info_reader
from content_api.model.marked_rows import find_row
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


Marker = TypeVar("Marker")
NAMED: dict[str, type] = {}
"""The dataclass behind the name of an object type; the first one to be made has it."""


def graphql_type(hint: Any) -> Any:
    """The output type of a type hint: an optional one is nullable, every other is not."""
    return nullable(hint) if is_optional(hint) else graphene.NonNull(nullable(hint))


def nullable(hint: Any) -> Any:
    """The output type of a hint without its `| None`. KeyError where there is none."""
    inner = without_annotations(without_none(hint))
    if find_marker(hint, KeyOf) is not None:
        raise KeyError(hint)
    if get_origin(inner) is list:
        return graphene.List(graphql_type(get_args(inner)[0]))
    if is_choices(inner):
        return enum_type(inner)
    return object_type(inner) if isinstance(inner, type) and is_dataclass(inner) else SCALARS[inner]


@cache
def object_type(cls: type) -> type[graphene.ObjectType]:
    """The object type of a frozen dataclass, made once and named as the class."""
    NAMED.setdefault(cls.__name__, cls)
    hints = get_type_hints(cls, include_extras=True)
    members: dict[str, Any] = {field.name: member(field.name, hints[field.name]) for field in fields(cls)}
    meta = type("Meta", (), {"description": cleandoc(cls.__doc__ or "")})
    return type(cls.__name__, (graphene.ObjectType,), {**members, "Meta": meta})


def member(name: str, hint: Any) -> graphene.Field:
    """The field of a dataclass's member; a key is shown as a global id, or as its row."""
    if row := find_marker(hint, RowOf):
        return row_member(name, apps.get_model(row.model))
    key = find_marker(hint, KeyOf)
    if key is None:
        return graphene.Field(
            graphql_type(hint), resolver=lambda row, info: to_plain_value(getattr(row, name))
        )
    kind = apps.get_model(key.model).__name__

    def resolve(row: Any, info: Any) -> str | None:
        value = getattr(row, name)
        return None if value is None else to_global_id(kind, value)

    return graphene.Field(graphene.ID, required=not is_optional(hint), resolver=resolve)


def row_member(name: str, model: type[Model]) -> graphene.Field:
    """A row by its key; null where there is none, or the caller does not see it."""

    def resolve(value: Any, info: Any) -> Any:
        key = getattr(value, name)
        return None if key is None else find_row(model, key, get_info_reader(info))

    return graphene.Field(lambda: grapple_registry.models[model], resolver=resolve)


def list_row_members(hint: Any) -> list[tuple[str, type[Model]]]:
    """The members of a declared type, or of the items of a list, that are shown as rows; with their models."""
    inner = without_annotations(without_none(hint))
    inner = get_args(inner)[0] if get_origin(inner) is list else inner
    if not (isinstance(inner, type) and is_dataclass(inner)):
        return []
    hints = get_type_hints(inner, include_extras=True)
    marked = ((name, find_marker(each, RowOf)) for name, each in hints.items())
    return [(name, apps.get_model(marker.model)) for name, marker in marked if marker]


def to_plain_value(value: Any) -> Any:
    """Members of an enumeration as their values, also in a list; everything else as it is."""
    if isinstance(value, list | tuple):
        return [to_plain_value(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def find_marker(hint: Any, kind: type[Marker]) -> Marker | None:
    """What a hint is annotated with, also behind `| None`; None when it is not."""
    if get_origin(hint) is Annotated:
        own = (each for each in hint.__metadata__ if isinstance(each, kind))
        return next(own, None) or find_marker(get_args(hint)[0], kind)
    found = (find_marker(each, kind) for each in get_args(hint)) if is_union(hint) else iter(())
    return next(filter(None, found), None)


def declared_field(
    declared: ComputedField | BatchField, resolver: Any, arguments: Mapping[str, graphene.Argument]
) -> graphene.Field:
    """The GraphQL field of a declaration."""
    kind = nullable(declared.type)
    return graphene.Field(
        graphene.NonNull(kind) if declared.required else kind,
        description=declared.description,
        resolver=resolver,
        args=arguments,
    )


def field_name(name: str) -> str:
    """The Python name behind a GraphQL name: graphene turns it into camel case again."""
    return to_snake_case(name)
