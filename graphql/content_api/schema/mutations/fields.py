"""Mutations: those that content types declare and those that plugins contribute, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from typing import Any

import graphene
from django.db import transaction

from cms.actors.actor import ActorKind
from cms.declarations import registry
from cms.plugins.api.contributions import GraphQLMutation
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.policies import allows
from cms.plugins.runtime.rejections import REJECTIONS, run_rejecting
from content_api.access.context import ReadContext, get_info_context
from content_api.errors import ApiError, Forbidden, Unauthenticated, Unconfirmed
from content_api.schema.mutations.inputs import build_input, input_type
from content_api.schema.mutations.payloads import RefusedPayload, payload_type
from content_api.schema.plugin_fields.answers import find_payload_mismatch
from content_api.schema.plugin_fields.calls import ask, require_on
from content_api.schema.rejections import refusals


def core_fields() -> dict[str, graphene.Field]:
    """The mutations of the content types, by GraphQL name."""
    return {name: mutation_field(item, None) for name, item in registry.mutations.items()}


def plugin_fields() -> dict[str, graphene.Field]:
    """The mutations of the loaded plugins."""
    return {
        each.item.name: mutation_field(each.item, each.plugin)
        for each in platform().contributions(GraphQLMutation)
    }


def mutation_field(item: GraphQLMutation, plugin: str | None) -> graphene.Field:
    def resolve(root: Any, info: Any, input: Mapping[str, Any] | None = None) -> Any:
        context = get_info_context(info)
        if plugin is not None:
            require_on(plugin, context)
        try:
            check_permission(item, context)
            with transaction.atomic():
                result = perform(item, plugin, build_input(item.input, input or {}, context.gate), context)
                context.may_have_written = True  # before the commit, which may fail after it took effect
            return result
        except (*REJECTIONS, ApiError) as error:
            if isinstance(error, ApiError) and error.code not in CODES:
                raise
            return RefusedPayload(refusals(error))

    return graphene.Field(
        payload_type(item.type), description=item.description, resolver=resolve, args=build_arguments(item),
        deprecation_reason=item.deprecated or None,
    )  # fmt: skip


def build_arguments(item: GraphQLMutation) -> dict[str, graphene.Argument]:
    """The argument `input`; none for an input without fields, which GraphQL does not have."""
    if not fields(item.input):
        return {}
    return {"input": graphene.Argument(graphene.NonNull(input_type(item.input)))}


CODES = ("UNAUTHENTICATED", "FORBIDDEN", "CONFIRMATION_REQUIRED", "NOT_FOUND", "CONFLICT", "BAD_USER_INPUT")
"""Codes that are told in the payload; all others are errors of the field."""


UNCONFIRMED = (
    "Prove who you are first: enter your password under /account/confirm/, then send this within ten minutes."
)


def check_permission(item: GraphQLMutation, context: ReadContext) -> None:
    if context.actor.kind is ActorKind.KEY:
        raise Forbidden("API keys read, and change nothing.")
    if context.actor.is_person and context.actor.scopes is not None:
        raise Forbidden("This token reads, and changes nothing: ask for the scope “write”.")
    if item.permission is not None and not allows(item.permission, context.actor):
        if context.actor.is_anonymous:
            raise Unauthenticated("Sign in to do this.")
        raise Forbidden("You may not do this.")
    if item.sensitive and not context.actor.is_confirmed:
        raise Unconfirmed(UNCONFIRMED)


def perform(item: GraphQLMutation, plugin: str | None, given: Any, context: ReadContext) -> Any:
    action = partial(item.perform, given, context.gate)
    if plugin is None:
        return action()
    name = f"graphql_mutations.{item.name}"
    find_problem = partial(find_payload_mismatch, item.type)
    return ask(plugin, name, partial(run_rejecting, action), find_problem, writes=True, passed_on=REJECTIONS)
