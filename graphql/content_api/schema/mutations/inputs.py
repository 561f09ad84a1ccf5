"""Input objects made from dataclasses, and what callers send turned back into them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from inspect import cleandoc
from typing import Any, get_args, get_origin, get_type_hints

import graphene
from django.apps import apps
from graphene.utils.str_converters import to_camel_case

from cms.declarations import Gate, is_choices
from cms.plugins.api.contributions import KeyOf
from cms.plugins.api.hints import without_annotations, without_none
from content_api.errors import BadUserInput, NotFound
from content_api.model.ids import parse_key
from content_api.schema.types.values import find_marker
from content_types.base.declare import enum_type

SCALARS: dict[Any, Any] = {
    str: graphene.String, int: graphene.Int, float: graphene.Float, bool: graphene.Boolean,
    datetime.date: graphene.Date, datetime.datetime: graphene.DateTime,
}  # fmt: skip


@cache
def input_type(cls: type) -> type[graphene.InputObjectType]:
    """The input object of a dataclass, named as the class; fields without a default are required.

    A field that is named after a keyword of Python ends in an underscore in the dataclass alone (`in_`).
    """
    hints = get_type_hints(cls, include_extras=True)
    members = {
        each.name: graphene.InputField(
            build_argument_type(hints[each.name]),
            required=is_required(each),
            name=each.metadata.get("name") or (each.name.rstrip("_") if each.name.endswith("_") else None),
            description=each.metadata.get("description"),
        )
        for each in fields(cls)
    }
    meta = type("Meta", (), {"description": cleandoc(cls.__doc__ or "")})
    return type(cls.__name__, (graphene.InputObjectType,), {**members, "Meta": meta})


def is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def build_argument_type(hint: Any) -> Any:
    """The GraphQL type of a hint, nullable."""
    inner = strip_hint(hint)
    if find_marker(hint, KeyOf) is not None:
        return graphene.ID
    if get_origin(inner) is list:
        return graphene.List(graphene.NonNull(build_argument_type(get_args(inner)[0])))
    if is_choices(inner):
        return enum_type(inner)
    return input_type(inner) if isinstance(inner, type) and is_dataclass(inner) else SCALARS[inner]


def strip_hint(hint: Any) -> Any:
    """The hint without `| None` and without annotations."""
    return without_annotations(without_none(hint))


def build_input(cls: type, values: Mapping[str, Any], gate: Gate) -> Any:
    """The dataclass of what a caller sent. NotFound for a key of a row that the caller may not see."""
    hints = get_type_hints(cls, include_extras=True)
    given = {name: value for name, value in values.items() if value is not None}
    return cls(**{name: convert_value(name, hints[name], value, gate) for name, value in given.items()})


def convert_value(name: str, hint: Any, value: Any, gate: Gate) -> Any:
    key, inner = find_marker(hint, KeyOf), strip_hint(hint)
    if key is not None:
        return resolve_key(to_camel_case(name), value, key, gate)
    if isinstance(value, str):
        return check_text(to_camel_case(name), value)
    if isinstance(value, Mapping):
        return build_input(inner, value, gate)
    if isinstance(value, list):
        return [convert_value(name, get_args(inner)[0], each, gate) for each in value]
    return getattr(value, "value", value)


def resolve_key(name: str, value: str, key: KeyOf, gate: Gate) -> int:
    """The primary key behind a global id, when it is of a row that the caller may name."""
    model = apps.get_model(key.model)
    try:
        number = parse_key(value, model)
    except BadUserInput as error:
        raise BadUserInput(error.message, field=name) from error
    allowed = key.among(gate) if key.among else gate.visible(model)
    if number is None or not model._default_manager.filter(allowed, pk=number).exists():
        raise NotFound(f"There is no such {model._meta.verbose_name}.", field=name)
    return number


def check_text(name: str, value: str) -> str:
    """Text that PostgreSQL can keep."""
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise BadUserInput("It contains a character that is not allowed in text.", field=name)
    return value
