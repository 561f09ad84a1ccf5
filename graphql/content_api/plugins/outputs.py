"""GraphQL types of what plugins answer, and whether an answer is of its type."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import partial
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import graphene
from django.apps import apps
from grapple.registry import registry as grapple_registry

from cms.declarations import Gate
from cms.hooks.contributions import Rows
from content_api.types.relations import fetch
from content_api.types.values import nullable


def output_type(hint: Any) -> Any:
    """The nullable GraphQL type of a declared one."""
    if not isinstance(hint, Rows):
        return nullable(hint)
    node = partial(node_type, hint.model)
    return graphene.List(graphene.NonNull(node)) if hint.many else node


def node_type(label: str) -> Any:
    return grapple_registry.models[apps.get_model(label)]


def is_value(hint: Any, value: Any) -> bool:
    """Whether a value can be shown as its declared type; None can, for fields of plugins are nullable."""
    return value is None or matches(hint, value)


def matches(hint: Any, value: Any) -> bool:
    if isinstance(hint, Rows):
        return all(is_key(key) for key in value) if hint.many and is_list(value) else is_key(value)
    if get_origin(hint) is list:
        return is_list(value) and all(matches(get_args(hint)[0], each) for each in value)
    if get_origin(hint) is UnionType:
        return any(each is NoneType if value is None else matches(each, value) for each in get_args(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return isinstance(value, hint) and all(
            matches(hints[each.name], getattr(value, each.name)) for each in fields(hint)
        )
    return is_scalar(hint, value)


def is_scalar(hint: Any, value: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return isinstance(value, hint)
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31
    if hint is datetime.date:
        return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    return isinstance(value, hint)


def is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def is_key(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def with_rows(hint: Any, values: Mapping[Any, Any], gate: Gate) -> Mapping[Any, Any]:
    """The answers with primary keys replaced by the visible rows, all fetched together; others as they are."""
    if not isinstance(hint, Rows):
        return values
    keys = {key for value in values.values() for key in keys_of(value)}
    found = fetch(apps.get_model(hint.model), keys, gate)
    if not hint.many:
        return {owner: found.get(key) for owner, key in values.items()}
    return {owner: [found[key] for key in keys_of(value) if key in found] for owner, value in values.items()}


def keys_of(value: Any) -> Any:
    return value if is_list(value) else () if value is None else (value,)
