"""Fields, root fields and mutations that plugins contribute, as GraphQL fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import graphene
from django.apps import apps
from django.db.models import Model

from cms.hooks.contributions import GraphQLField, GraphQLQuery
from cms.hooks.records import Registered
from cms.hooks.runtime import platform
from content_api.batching import load
from content_api.context import context_of
from content_api.filters import clean_text
from content_api.plugins.calls import ask, require
from content_api.plugins.outputs import is_value, output_type, with_rows
from content_api.types.values import field_name, nullable


def fields_on(model: type[Model]) -> dict[str, graphene.Field]:
    """The contributed fields of a model's type, by Python name."""
    return {
        field_name(each.item.name): batch_field(each)
        for each in platform().contributions(GraphQLField)
        if apps.get_model(each.item.on) is model
    }


def batch_field(registered: Registered[GraphQLField]) -> graphene.Field:
    plugin, item = registered.plugin, registered.item

    def resolve(row: Any, info: Any) -> Any:
        context = context_of(info)
        require(plugin, item.permission, context)

        def loader(rows: list[Any]) -> Mapping[Any, Any]:
            keys = [each.pk for each in rows]
            asked = partial(item.load, keys, context.gate)
            values = ask(plugin, f"graphql_fields.{item.name}", asked, partial(is_answer, item.type))
            return with_rows(item.type, values, context.gate)

        return load(row, ("plugin", plugin, item.name), loader)

    return graphene.Field(output_type(item.type), description=described(registered), resolver=resolve)


def is_answer(hint: Any, values: Any) -> bool:
    return isinstance(values, Mapping) and all(is_value(hint, value) for value in values.values())


def root_fields() -> dict[str, graphene.Field]:
    """The contributed root fields, by GraphQL name."""
    return {each.item.name: root_field(each) for each in platform().contributions(GraphQLQuery)}


def root_field(registered: Registered[GraphQLQuery]) -> graphene.Field:
    plugin, item = registered.plugin, registered.item

    def resolve(root: Any, info: Any, **given: Any) -> Any:
        context = context_of(info)
        require(plugin, item.permission, context)
        cleaned = {name: argument(name, value) for name, value in given.items()}
        asked = partial(item.resolve, context.gate, **cleaned)
        value = ask(plugin, f"graphql_queries.{item.name}", asked, partial(is_value, item.type))
        return with_rows(item.type, {None: value}, context.gate)[None]

    arguments = {field_name(name): graphene.Argument(nullable(hint)) for name, hint in item.arguments.items()}
    return graphene.Field(
        output_type(item.type), description=described(registered), resolver=resolve, args=arguments
    )


def argument(name: str, value: Any) -> Any:
    return clean_text(name, value) if isinstance(value, str) else getattr(value, "value", value)


def described(registered: Registered[Any]) -> str:
    return f"{registered.item.description} (Plugin {registered.plugin}; null while it is off.)"
