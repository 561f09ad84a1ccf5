"""Fields, root fields and mutations that plugins contribute, as GraphQL fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import graphene
from django.core.exceptions import PermissionDenied

from cms.plugins.api.contributions import GraphQLField, GraphQLQuery
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.rejections import REJECTIONS, run_rejecting
from content_api.access.context import ReadContext, get_info_context, get_info_reader
from content_api.model.asked_once import ask_once
from content_api.model.batching import load
from content_api.model.filters import clean_text
from content_api.model.languages import carry_language
from content_api.schema.plugin_fields.answers import find_mapping_mismatch, find_mismatch
from content_api.schema.plugin_fields.calls import ask_rejecting, require
from content_api.schema.plugin_fields.outputs import output_type, replace_keys
from content_api.schema.types.values import field_name, nullable


def contributed_field(registered: RegisteredItem[GraphQLField], resolver: Any) -> graphene.Field:
    """A field that a plugin adds to the type of a model."""
    kind = output_type(registered.item.type)
    return graphene.Field(
        kind, description=build_description(registered), resolver=resolver,
        deprecation_reason=registered.item.deprecated or None,
    )  # fmt: skip


def load_contributed(registered: RegisteredItem[GraphQLField], row: Any, info: Any) -> Any:
    """The value of a plugin's field for a row, loaded for all rows that came together."""
    plugin, item, context = registered.plugin, registered.item, get_info_context(info)
    require(plugin, item.permission, context)

    def load_all(rows: list[Any]) -> Mapping[Any, Any]:
        return load_answers(registered, [each.pk for each in rows], context)

    return carry_language(row, load(row, ("plugin", plugin, item.name), load_all), context.gate)


def load_answers(
    registered: RegisteredItem[GraphQLField], keys: list[Any], context: ReadContext
) -> Mapping[Any, Any]:
    """What a plugin answers for rows with these keys, with the rows that it answers with."""
    plugin, item = registered.plugin, registered.item
    require(plugin, item.permission, context)

    def ask() -> Mapping[Any, Any]:
        asked, find_problem = (
            partial(item.load, keys, context.gate),
            partial(find_mapping_mismatch, item.type),
        )
        return ask_rejecting(plugin, f"graphql_fields.{item.name}", asked, find_problem, (PermissionDenied,))

    values = ask_once(context.reader, ("plugin", plugin, item.on, item.name), keys, ask)
    return replace_keys(item.type, values, context.reader)


def root_fields() -> dict[str, graphene.Field]:
    """The contributed root fields, by GraphQL name."""
    return {each.item.name: root_field(each) for each in platform().contributions(GraphQLQuery)}


def root_field(registered: RegisteredItem[GraphQLQuery]) -> graphene.Field:
    plugin, item = registered.plugin, registered.item

    def resolve(root: Any, info: Any, **given: Any) -> Any:
        context = get_info_context(info)
        require(plugin, item.permission, context)
        cleaned = {name: argument(name, value) for name, value in given.items()}
        asked = partial(run_rejecting, partial(item.resolve, context.gate, **cleaned))
        find_problem = partial(find_mismatch, item.type)
        value = ask_rejecting(plugin, f"graphql_queries.{item.name}", asked, find_problem, REJECTIONS)
        return replace_keys(item.type, {None: value}, get_info_reader(info))[None]

    arguments = {field_name(name): graphene.Argument(nullable(hint)) for name, hint in item.arguments.items()}
    return graphene.Field(
        output_type(item.type), description=build_description(registered), resolver=resolve, args=arguments,
        deprecation_reason=item.deprecated or None,
    )  # fmt: skip


def argument(name: str, value: Any) -> Any:
    return clean_text(name, value) if isinstance(value, str) else getattr(value, "value", value)


def build_description(registered: RegisteredItem[Any]) -> str:
    return f"{registered.item.description} (Plugin {registered.plugin}; null while it is off.)"
