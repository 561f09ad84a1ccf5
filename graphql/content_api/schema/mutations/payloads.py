"""What mutations answer: the fields of their payload, and `errors` for whatever the caller can put right."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from inspect import cleandoc
from typing import Any, get_args, get_type_hints

import graphene

from cms.plugins.api.contributions import Rows
from content_api.schema.rejections import Refusal
from content_api.schema.types.values import NAMED, nullable


class ErrorCode(graphene.Enum):
    """The reason why a mutation was rejected."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    CONFIRMATION_REQUIRED = "CONFIRMATION_REQUIRED"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    BAD_USER_INPUT = "BAD_USER_INPUT"


class UserError(graphene.ObjectType):
    """An error that the caller can correct. Nothing was changed."""

    code = graphene.Field(ErrorCode, required=True)
    message = graphene.String(
        required=True, description="A message for users, in the language of the request."
    )
    field = graphene.String(description="The input field that it concerns; null if it concerns none.")


@cache
def payload_type(cls: type) -> type[graphene.ObjectType]:
    """The object type of a payload: its fields, null when it was refused, and `errors`, empty when it was not."""
    NAMED.setdefault(cls.__name__, cls)
    hints = get_type_hints(cls)
    for hint in get_type_hints(cls, include_extras=True).values():
        reject_rows(hint)
    members: dict[str, Any] = {each.name: graphene.Field(nullable(hints[each.name])) for each in fields(cls)}
    errors = graphene.List(graphene.NonNull(UserError))
    members["errors"] = graphene.Field(
        graphene.NonNull(errors), resolver=lambda payload, info: getattr(payload, "errors", ())
    )
    meta = type("Meta", (), {"description": cleandoc(cls.__doc__ or "")})
    return type(cls.__name__, (graphene.ObjectType,), {**members, "Meta": meta})


def reject_rows(hint: Any) -> None:
    """KeyError for a member annotated with Rows: its keys would be shown as they are."""
    for part in get_args(hint):
        if isinstance(part, Rows):
            raise KeyError(hint)
        reject_rows(part)


@dataclass(frozen=True, slots=True)
class RefusedPayload:
    """A payload without fields."""

    errors: tuple[Refusal, ...]

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)  # else it would pass for something to await
