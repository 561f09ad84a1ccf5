"""Cursors: the place of a row in an order, signed, and bound to the list and the order it was made for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.core import signing

from content_api.errors import BadUserInput

MAX_LENGTH = 2000
SALT = "content_api.cursor"

_TAGS: dict[str, Any] = {
    "T": datetime.datetime.fromisoformat,
    "D": datetime.date.fromisoformat,
    "N": Decimal,
}


def encode(scope: str, place: Sequence[Any]) -> str:
    """An opaque cursor for `place` in the list `scope` (collection and order), the same at any time, so that an answer
    that has not changed keeps its ETag."""
    return get_signer().sign_object([scope, [pack(value) for value in place]])


@cache
def get_signer() -> signing.Signer:
    return signing.Signer(salt=SALT)


def decode(cursor: str, scope: str) -> list[Any]:
    """The place a cursor stands for; BadUserInput when it was not made here for this list and order."""
    try:
        if len(cursor) > MAX_LENGTH or not cursor.isascii():
            raise signing.BadSignature
        made_for, place = get_signer().unsign_object(cursor)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadUserInput(
            "This cursor is not valid. Take cursors from pageInfo or edges as they are."
        ) from error
    if made_for != scope:
        raise BadUserInput("This cursor belongs to another list or order. Start again without a cursor.")
    return [unpack(value) for value in place]


def pack(value: Any) -> Any:
    """A JSON form that keeps the type: moments, days and decimals carry a tag."""
    if isinstance(value, datetime.datetime):
        return ["T", value.isoformat()]
    if isinstance(value, datetime.date):
        return ["D", value.isoformat()]
    return ["N", str(value)] if isinstance(value, Decimal) else value


def unpack(value: Any) -> Any:
    return _TAGS[value[0]](value[1]) if isinstance(value, list) else value
