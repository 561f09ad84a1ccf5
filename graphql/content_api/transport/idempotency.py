"""Mutations that can be sent again: the Idempotency-Key header, after the draft of the IETF's HTTPAPI group.

The key is the caller's own. The same request with it is answered with the first answer, without being executed. Refused
are another request with it, and the same one by a client that is told or may do something else (422), and one that
comes while the first is still running (409). When it is not known whether the first took effect, the key is never
executed again (409).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

import orjson
import structlog
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cms.actors.actor import Actor
from content_api.errors import RequestRefused
from content_api.models import IdempotentRequest
from content_api.transport.requests import GraphQLRequest

__all__ = ["Attempt", "begin_attempt", "has_key"]

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
ABANDONED = timedelta(minutes=1)
"""A request that has run for so long without an answer lost its process, perhaps after it had written something."""

MAX_KEY = 255
UNKNOWN = b""
"""Kept in place of the answer of a request that may have taken effect."""
RUNNING_TEXT = "The first request with this key is still running: send it again in a moment."
UNKNOWN_TEXT = (
    "It is unknown whether the first request with this key took effect, so it is not executed again: "
    f"look whether it did, and if not, send it with a new {HEADER}."
)

logger = structlog.get_logger(__name__)


class Attempt:
    """The first request with a key. Exactly one of `keep`, `keep_unknown` and `forget` ends it; when the database fails
    there, the row stays without an answer, and later requests with the key are refused."""

    def __init__(self, row: IdempotentRequest) -> None:
        self.row = row
        self.replay: bytes | None = bytes(row.answer) if row.answer is not None else None

    def keep(self, body: bytes) -> None:
        """Answer later requests with the same bytes."""
        with log_failures():
            self._rows().update(answer=body)

    def keep_unknown(self) -> None:
        """Refuse later requests: this one may have taken effect."""
        self.keep(UNKNOWN)

    def forget(self) -> None:
        """Let the request be sent again: it changed nothing."""
        with log_failures():
            self._rows().delete()

    def _rows(self) -> QuerySet[IdempotentRequest]:
        return IdempotentRequest.objects.filter(pk=self.row.pk)


@contextmanager
def log_failures() -> Iterator[None]:
    """The caller gets the answer to its request also when the key's row cannot be written."""
    try:
        yield
    except DatabaseError as error:
        logger.error("idempotent_request_not_finished", exc_info=error)


def has_key(request: HttpRequest, actor: Actor) -> bool:
    """Whether a request carries a key, and somebody is signed in to whom it belongs, with a credential that changes
    anything: a client of theirs that only reads is not told what another one did."""
    return HEADER in request.headers and actor.is_person and actor.scopes is None


def begin_attempt(request: HttpRequest, actor: Actor, asked: GraphQLRequest) -> Attempt:
    """The attempt that a request with a key belongs to."""
    key, user = request.headers[HEADER], cast(int, actor.user_id)
    if not key or len(key) > MAX_KEY or not key.isprintable():
        raise RequestRefused(400, f"{HEADER} must have 1 to {MAX_KEY} printable characters.")
    digest = hash_request(asked, actor)
    delete_old_requests(user)
    try:
        with transaction.atomic():
            return Attempt(IdempotentRequest.objects.create(user_id=user, key=key, digest=digest))
    except IntegrityError:
        return repeat_attempt(user, key, digest)


def repeat_attempt(user: int, key: str, digest: str) -> Attempt:
    """A request with a key that is known: its first answer, or why there is none."""
    row = IdempotentRequest.objects.filter(user=user, key=key).first()
    if row is None:
        raise RequestRefused(
            409, "The first request with this key has just failed: send it again.", "CONFLICT"
        )
    if row.digest != digest:
        raise RequestRefused(
            422, f"This {HEADER} was used for another request: choose a new one.", "CONFLICT"
        )
    if not row.answer:
        raise RequestRefused(409, RUNNING_TEXT if is_running(row) else UNKNOWN_TEXT, "CONFLICT")
    return Attempt(row)


def is_running(row: IdempotentRequest) -> bool:
    """Whether a request without an answer may still get one."""
    return row.answer is None and row.created_at > timezone.now() - ABANDONED


def hash_request(asked: GraphQLRequest, actor: Actor) -> str:
    """What the answer depends on: the request, and what the credential limits of what its person may read and do."""
    limits = [actor.shares_email, actor.is_first_party]
    parts = [asked.query, asked.operation_name, asked.variables, limits]
    text = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(text, digest_size=32).hexdigest()


def delete_old_requests(user: int) -> None:
    """Delete what a person sent more than a day ago."""
    IdempotentRequest.objects.filter(user=user, created_at__lt=timezone.now() - KEPT).delete()
