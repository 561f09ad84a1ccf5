"""Grapple declarations that Grapple itself has no word for."""

from collections.abc import Callable
from functools import cache
from typing import Any

import graphene
from grapple.models import GraphQLField

from cms.base.choices import Choices


@cache
def enum_type(choices: type[Choices]) -> type[graphene.Enum]:
    """The GraphQL enum of a Django enumeration, made once: `PricingModel.FREE` becomes `FREE`."""
    members = [(member.name, member.value) for member in choices]
    return graphene.Enum(choices.__name__, members, description=lambda value: describe(choices, value))


def describe(choices: type[Choices], value: Any) -> str:
    """The enum's own docstring, or the label of one of its values."""
    return str(choices(value.value).label) if value is not None else (choices.__doc__ or "").strip()


def GraphQLEnum(name: str, choices: type[Choices], **kwargs: Any) -> Callable[[], GraphQLField]:
    """A field whose values are the members of `choices`."""
    return lambda: GraphQLField(name, enum_type(choices), **kwargs)


def GraphQLEnumList(name: str, choices: type[Choices], **kwargs: Any) -> Callable[[], GraphQLField]:
    """A field that lists members of `choices`."""
    return lambda: GraphQLField(
        name, graphene.NonNull(graphene.List(graphene.NonNull(enum_type(choices)))), **kwargs
    )


def GraphQLStringList(name: str, **kwargs: Any) -> Callable[[], GraphQLField]:
    """A field that lists texts."""
    texts = graphene.NonNull(graphene.List(graphene.NonNull(graphene.String)))
    return lambda: GraphQLField(name, texts, **kwargs)


def GraphQLDeprecatedString(name: str, reason: str, **kwargs: Any) -> Callable[[], GraphQLField]:
    """A required text that clients should no longer ask for; `reason` says what to ask for instead."""
    return lambda: GraphQLField(name, graphene.NonNull(graphene.String), deprecation_reason=reason, **kwargs)


def GraphQLDate(name: str, **kwargs: Any) -> Callable[[], GraphQLField]:
    """A calendar date, ISO 8601."""
    return lambda: GraphQLField(name, graphene.Date, **kwargs)


def GraphQLDateTime(name: str, **kwargs: Any) -> Callable[[], GraphQLField]:
    """A moment, ISO 8601 with an offset."""
    return lambda: GraphQLField(name, graphene.DateTime, **kwargs)


def GraphQLDecimal(name: str, **kwargs: Any) -> Callable[[], GraphQLField]:
    """An exact decimal, as a string: money is never a float."""
    return lambda: GraphQLField(name, graphene.Decimal, **kwargs)
