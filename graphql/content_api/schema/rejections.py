"""What a caller is told of a rejection: code, message and field, in the payload of a mutation or as an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from graphene.utils.str_converters import to_camel_case

from cms.plugins.api.errors import Conflict
from content_api.errors import BAD_USER_INPUT, ApiError, BadUserInput, Conflicting, Forbidden, NotFound

__all__ = ["Refusal", "api_error", "refusals"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing to put right."""

    code: str
    message: str
    field: str | None = None


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
    return (Refusal("NOT_FOUND", "This does not exist."),)


def of_validation(error: ValidationError) -> Iterator[Refusal]:
    if not hasattr(error, "error_dict"):
        yield from (Refusal(BAD_USER_INPUT, message) for message in error.messages)
        return
    for name, messages in error.message_dict.items():
        field = None if name == NON_FIELD_ERRORS else to_camel_case(name)
        yield from (Refusal(BAD_USER_INPUT, message, field) for message in messages)


ERRORS = {each.code: each for each in (BadUserInput, Forbidden, NotFound, Conflicting)}


def api_error(error: Exception) -> ApiError:
    """A rejection as the error of a field or query: all messages, and the argument that the first one is about."""
    found = refusals(error)
    named = {"argument": found[0].field} if found and found[0].field else {}
    message = " ".join(each.message for each in found) or "The request was rejected."
    return ERRORS[found[0].code if found else BAD_USER_INPUT](message, **named)
