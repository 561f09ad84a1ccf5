"""Reads events from the stream, has the provider store them, and deletes them from the stream: in this order, so that a
process that is killed in between loses none. What it left is read again, and the provider recognises what it stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import orjson
from django.db import transaction
from redis import Redis
from redis.exceptions import ResponseError

from cms.analytics.drops import Drop, count_dropped
from cms.analytics.server import EventServer
from cms.base.measures import COLLECT_STORED
from cms.plugins.api.analytics import AnalyticsProvider, EventSubject, VisitEvent

__all__ = ["Stored", "store_waiting"]

GROUP = READER = "store"
BATCH = 2000
"""Events that are stored together. A batch writes each hour of a subject once, so large ones cost less for each event.
The ids of 3,300 would be too long for a query of ClickHouse, whose parameters have 128 KiB at most."""
LEFT_BEHIND = 60_000
"""Milliseconds after which an event that a process has read and not deleted is read again; longer than a call of the
provider may take."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A batch. read: events of the stream. new: those that were not stored before."""

    read: int
    new: int


def store_waiting(server: EventServer, provider: AnalyticsProvider, most: int) -> Iterator[Stored]:
    """Store what waits, in so many batches at most. CallFailed when the provider fails: its batch is read again later;
    Dropped while the server is away."""
    server.ask(lambda client: create_group(client, server))
    for _ in range(most):
        entries = server.ask(lambda client: read_batch(client, server))
        if not entries:
            return
        events = [event for fields in entries.values() if (event := parse_event(fields))]
        with transaction.atomic():
            new = provider.store(events)
        if new < len(events):
            count_dropped(Drop.DUPLICATE, len(events) - new)
        server.ask(partial(delete, server=server, entries=tuple(entries)))
        COLLECT_STORED.labels(provider.name).inc(new)
        yield Stored(len(entries), new)


def create_group(client: Redis, server: EventServer) -> None:
    try:
        client.xgroup_create(server.key("events"), GROUP, id="0", mkstream=True)
    except ResponseError as error:
        if not str(error).startswith("BUSYGROUP"):  # it exists
            raise


def read_batch(client: Redis, server: EventServer) -> dict[bytes, Mapping[bytes, bytes]]:
    """Events that a process left behind, otherwise new ones; by their ids in the stream."""
    key = server.key("events")
    claimed: Any = client.xautoclaim(key, GROUP, READER, LEFT_BEHIND, count=BATCH)
    if claimed[1]:
        return dict(claimed[1])
    found: Any = client.xreadgroup(GROUP, READER, {key: ">"}, count=BATCH)
    return dict(found[0][1]) if found else {}


def delete(client: Redis, server: EventServer, entries: tuple[bytes, ...]) -> None:
    with client.pipeline(transaction=True) as steps:
        steps.xack(server.key("events"), GROUP, *entries)
        steps.xdel(server.key("events"), *entries)
        steps.execute()


def parse_event(fields: Mapping[bytes, bytes]) -> VisitEvent | None:
    """An event of the stream; None, and counted, for what is none."""
    try:
        given = orjson.loads(fields[b"event"])
        subject = EventSubject(given.pop("kind"), given.pop("global_id"), given.pop("path"))
        return VisitEvent(**{**given, "time": datetime.fromisoformat(given["time"])}, subject=subject)
    except (KeyError, TypeError, ValueError):
        count_dropped(Drop.MALFORMED)
        return None
