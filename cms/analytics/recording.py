"""Events that the site records itself, such as published reviews: they wait in the stream of those of visitors."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from uuid import UUID, uuid5

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.analytics.drops import Drop, Dropped, count_dropped
from cms.analytics.event_types import find_event_type
from cms.analytics.events import OLDEST, CollectedEvent
from cms.analytics.server import event_server
from cms.analytics.stream import APPENDED, EventStream
from cms.analytics.visitors import load_salts
from cms.base.measures import COLLECTED
from cms.declarations import SearchKind, registry

__all__ = ["record_event"]

NAMESPACE = UUID("6f0f3c0e-5d6a-4c7e-9a53-1c1f5d3c8b11")
REMEMBERED = 48 * 3600
"""Seconds for which the stream knows the id of such an event: it may be recorded again while it is not too old."""
SITE = ""
"""No host: the event was not sent to one."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event to be made anonymous. name: what makes it the same event. person: the key of an account."""

    type: str
    kind: SearchKind
    key: int
    name: str
    person: int | None
    time: datetime


def record_event(
    type: str,
    model: str,
    key: int,
    *,
    name: str = "",
    person: int | None = None,
    time: datetime | None = None,
) -> None:
    """Record that something happened to a row, after the commit of the caller's transaction.

    type: one that was declared with `server=True`, such as "bookmarks.added". model, key: the row, such as
    "solutions.Solution" and its primary key. name: what makes an event of this type about this row the same one;
    recorded again, it counts once. person: the key of the account that did it. Its events of a day are those of one
    visitor, which cannot be traced to the account once the salt of the day is gone, and each counts once a day. Without
    a person, each name is a visitor of its own. time: now without it; what is older than 24 hours is dropped.

    Nothing happens while the site collects no events. Events are dropped, and counted as dropped, while the server with
    the stream is away. ValueError for a type that the server may not record, or a model that events are not about.
    """
    declared, kind = find_event_type(type), find_model_kind(model)
    if declared is None or not declared.server:
        raise ValueError(f"There is no type of event {type!r} with server=True.")
    if kind is None:
        raise ValueError(f"Events are not about {model}: its rows are not searched for.")
    if settings.COLLECT_EVENTS:
        given = Recorded(type, kind, key, name, person, time or timezone.now())
        transaction.on_commit(partial(append_event, given), robust=True)


def find_model_kind(model: str) -> SearchKind | None:
    wanted = apps.get_model(model)
    return next((each for each in registry.search_kinds.values() if each.model is wanted), None)


def append_event(given: Recorded) -> None:
    """Add an event to the stream, or count it as dropped."""
    if given.time < timezone.now() - OLDEST:
        count_dropped(Drop.OLD)
        return
    try:
        id, visitor = name_event(given)
        text = build_event(given, id).serialize(visitor, SITE)
        (outcome,) = EventStream(event_server()).append([(id, text)], REMEMBERED)
    except Dropped as dropped:
        count_dropped(dropped.reason)
        return
    if outcome == APPENDED:
        COLLECTED.labels(given.type).inc()
    elif outcome != Drop.DUPLICATE.value:
        count_dropped(Drop(outcome))


def name_event(given: Recorded) -> tuple[str, str]:
    """Id and visitor: of a person both are keyed with the random salt of the day, so that keys of accounts cannot be
    tried out later."""
    subject = f"{given.type}:{given.kind.name}:{given.key}:{given.name}"
    if given.person is None:
        id = uuid5(NAMESPACE, subject)
        return str(id), blake2b(id.bytes, digest_size=16).hexdigest()
    day = given.time.astimezone(UTC).date()
    salt = load_salts(event_server(), [day])[day]
    id = UUID(bytes=blake2b(f"{subject}:{given.person}".encode(), key=salt, digest_size=16).digest())
    visitor = blake2b(f"account:{given.person}".encode(), key=salt, digest_size=16)
    return str(id), visitor.hexdigest()


def build_event(given: Recorded, id: str) -> CollectedEvent:
    global_id = b64encode(f"{given.kind.model.__name__}:{given.key}".encode()).decode()
    return CollectedEvent(id, given.type, given.time, given.kind.name, global_id, "", "", {})
