"""Global ids as Relay defines them: the type's name and the primary key, in base64."""

from __future__ import annotations

from binascii import Error as Base64Error
from typing import Any

from django.db.models import Model
from graphql_relay import from_global_id, to_global_id

from content_api.errors import BadUserInput

MAX_KEY = 2**63 - 1


def global_id(row: Model) -> str:
    """The global id of a row; its type is named as its model."""
    return to_global_id(type(row).__name__, str(row.pk))


def parse_id(value: str) -> tuple[str, int]:
    """Type name and primary key; BadUserInput for what is not a global id."""
    try:
        kind, key = from_global_id(value)
        number = int(key)
    except (Base64Error, UnicodeError, ValueError, TypeError) as error:
        raise BadUserInput("This is not an id of this API.") from error
    if not kind or not key.isascii() or not 0 < number <= MAX_KEY:
        raise BadUserInput("This is not an id of this API.")
    return kind, number


def parse_key(value: Any, model: type[Model]) -> int | None:
    """The primary key behind an id of `model`; None when the id is of another type."""
    kind, key = parse_id(value)
    return key if kind == model.__name__ else None
