"""What mutations answer: the fields of their payload, and `errors` for whatever the caller can put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from inspect import cleandoc
from typing import Any, get_type_hints

import graphene
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, PermissionDenied, ValidationError
from graphene.utils.str_converters import to_camel_case

from cms.hooks.errors import Conflict
from content_api.errors import BAD_USER_INPUT, ApiError
from content_api.types.values import NAMED, base_of, nullable


class ErrorCode(graphene.Enum):
    """Why a mutation was refused."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    BAD_USER_INPUT = "BAD_USER_INPUT"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing to put right."""

    code: str
    message: str
    field: str | None = None


class UserError(graphene.ObjectType):
    """Something that the caller can put right. Nothing was changed."""

    code = graphene.Field(ErrorCode, required=True)
    message = graphene.String(required=True, description="For people, in the language of the request.")
    field = graphene.String(
        description="The field of the input that it is about; null when it is about none."
    )


@cache
def payload_type(cls: type) -> type[graphene.ObjectType]:
    """The object type of a payload: its fields, null when it was refused, and `errors`, empty when it was not."""
    NAMED.setdefault(cls.__name__, cls)
    hints = get_type_hints(cls)
    members: dict[str, Any] = {
        each.name: graphene.Field(nullable(base_of(hints[each.name]))) for each in fields(cls)
    }
    errors = graphene.List(graphene.NonNull(UserError))
    members["errors"] = graphene.Field(
        graphene.NonNull(errors), resolver=lambda payload, info: getattr(payload, "errors", ())
    )
    meta = type("Meta", (), {"description": cleandoc(cls.__doc__ or "")})
    return type(cls.__name__, (graphene.ObjectType,), {**members, "Meta": meta})


@dataclass(frozen=True, slots=True)
class Refused:
    """A payload without fields."""

    errors: tuple[Refusal, ...]

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)  # else it would pass for something to await


REFUSALS = (ValidationError, PermissionDenied, ObjectDoesNotExist, Conflict)
"""Exceptions by which an action refuses; whatever else it raises is a fault of ours, and masked."""


def refusals(error: Exception) -> tuple[Refusal, ...]:
    """What a caller is told of an exception."""
    if isinstance(error, ValidationError):
        return tuple(of_validation(error))
    if isinstance(error, ApiError):
        extensions = error.extensions or {}
        return (Refusal(error.code, error.message, extensions.get("field")),)
    if isinstance(error, PermissionDenied):
        return (Refusal("FORBIDDEN", str(error) or "You may not do this."),)
    if isinstance(error, Conflict):
        return (Refusal("CONFLICT", str(error)),)
    return (Refusal("NOT_FOUND", "There is no such thing."),)


def of_validation(error: ValidationError) -> Iterator[Refusal]:
    if not hasattr(error, "error_dict"):
        yield from (Refusal(BAD_USER_INPUT, message) for message in error.messages)
        return
    for name, messages in error.message_dict.items():
        field = None if name == NON_FIELD_ERRORS else to_camel_case(name)
        yield from (Refusal(BAD_USER_INPUT, message, field) for message in messages)
