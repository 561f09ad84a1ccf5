"""GraphQL types of what plugins answer, and the rows behind the keys that they answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import graphene
from django.apps import apps
from grapple.registry import registry as grapple_registry

from cms.plugins.api.contributions import Rows
from content_api.access.reader import Reader
from content_api.model.relations import fetch
from content_api.schema.types.values import nullable, to_plain_value


def output_type(hint: Any) -> Any:
    """The nullable GraphQL type of a declared one."""
    if not isinstance(hint, Rows):
        return nullable(hint)
    node = partial(node_type, hint.model)
    return graphene.List(graphene.NonNull(node)) if hint.many else node


def node_type(label: str) -> Any:
    return grapple_registry.models[apps.get_model(label)]


def replace_keys(hint: Any, values: Mapping[Any, Any], reader: Reader) -> Mapping[Any, Any]:
    """The answers with primary keys replaced by the visible rows, all fetched together, and members of enumerations by
    their values."""
    if not isinstance(hint, Rows):
        return {owner: to_plain_value(value) for owner, value in values.items()}
    keys = {key for value in values.values() for key in normalise_keys(value)}
    found = fetch(apps.get_model(hint.model), keys, reader)
    if not hint.many:
        return {owner: found.get(key) for owner, key in values.items()}
    return {
        owner: [found[key] for key in normalise_keys(value) if key in found]
        for owner, value in values.items()
    }


def normalise_keys(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else () if value is None else (value,)
