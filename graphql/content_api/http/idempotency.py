"""Mutations that can be sent again: the Idempotency-Key header, after the draft of the IETF's HTTPAPI group.

The key is the caller's own. The same request with it is answered with the first answer, without being executed; another
request with it is refused (422), and so is one that comes while the first is still running (409).
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import cast

import orjson
from django.db import IntegrityError, transaction
from django.utils import timezone

from content_api.context import RequestContext
from content_api.errors import RequestRefused
from content_api.http.requests import GraphQLRequest
from content_api.models import IdempotentRequest

__all__ = ["Attempt", "begin", "has_key"]

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
ABANDONED = timedelta(minutes=1)
"""A request that has run for so long without an answer lost its process: it may be sent again."""

MAX_KEY = 255


class Attempt:
    """The first request with a key; `finish` keeps its answer, and one that failed by our fault is forgotten."""

    def __init__(self, row: IdempotentRequest) -> None:
        self.row = row
        self.replay: bytes | None = bytes(row.answer) if row.answer is not None else None

    def finish(self, body: bytes, failed: bool) -> None:
        if failed:
            self.row.delete()
        else:
            IdempotentRequest.objects.filter(pk=self.row.pk).update(answer=body)


def has_key(context: RequestContext) -> bool:
    """Whether a request carries a key, and somebody is signed in to whom it belongs."""
    return HEADER in context.request.headers and context.viewer.user_id is not None


def begin(context: RequestContext, asked: GraphQLRequest) -> Attempt:
    """The attempt that a request with a key belongs to."""
    key, user = context.request.headers[HEADER], cast(int, context.viewer.user_id)
    if not key or len(key) > MAX_KEY or not key.isprintable():
        raise RequestRefused(400, f"{HEADER} must have 1 to {MAX_KEY} printable characters.")
    digest = digest_of(asked)
    forget_old(user)
    try:
        with transaction.atomic():
            return Attempt(IdempotentRequest.objects.create(user_id=user, key=key, digest=digest))
    except IntegrityError:
        return again(user, key, digest)


def again(user: int, key: str, digest: str) -> Attempt:
    """A request with a key that is known: its first answer, or why there is none."""
    with transaction.atomic():
        row = IdempotentRequest.objects.select_for_update().filter(user=user, key=key).first()
        if row is None:
            raise RequestRefused(
                409, "The first request with this key has just failed: send it again.", "CONFLICT"
            )
        if row.digest != digest:
            raise RequestRefused(
                422, f"This {HEADER} was used for another request: choose a new one.", "CONFLICT"
            )
        if row.answer is None:
            if row.created_at > timezone.now() - ABANDONED:
                raise RequestRefused(409, "The first request with this key is still running.", "CONFLICT")
            IdempotentRequest.objects.filter(pk=row.pk).update(created_at=timezone.now())
    return Attempt(row)


def digest_of(asked: GraphQLRequest) -> str:
    told = orjson.dumps([asked.query, asked.operation_name, asked.variables], option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(told, digest_size=32).hexdigest()


def forget_old(user: int) -> None:
    """Delete what a person sent more than a day ago."""
    IdempotentRequest.objects.filter(user=user, created_at__lt=timezone.now() - KEPT).delete()
