"""Sending events to `/collect`, and reading what came of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
from django.conf import settings
from django.test import Client
from redis import Redis

from cms.analytics.server import event_server
from cms.base.measures import COLLECT_DROPPED, COLLECTED
from tests.support.metrics import clear_counts

__all__ = [
    "BROWSER",
    "collecting",
    "count_collected",
    "count_drops",
    "make_event",
    "read_stream",
    "send_events",
]

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@contextmanager
def collecting() -> Iterator[Redis]:
    """An empty stream of this process; the client of its server."""
    event_server.cache_clear()
    clear_counts()
    with Redis.from_url(str(settings.EVENT_SERVER_URL)) as client:
        yield client
        for key in client.scan_iter(f"{settings.EVENT_KEY_PREFIX}*"):
            client.delete(key)
    event_server.cache_clear()
    clear_counts()


def make_event(ago: timedelta = timedelta(), **changes: Any) -> dict[str, Any]:
    """A view of a path; a change to None leaves the key out."""
    event = {
        "id": str(uuid4()), "type": "view", "time": (datetime.now(UTC) - ago).isoformat(), "subject": {"path": "/"},
        **changes,
    }  # fmt: skip
    return {name: value for name, value in event.items() if value is not None}


def send_events(*events: Any, body: Any = None, client: Client | None = None, **headers: str) -> Any:
    """The response to a request with events, sent as a browser does with `sendBeacon`; body: another one."""
    given = {"events": list(events)} if body is None else body
    data = given if isinstance(given, bytes) else json.dumps(given)
    named = {"user-agent": BROWSER, **{name.replace("_", "-"): value for name, value in headers.items()}}
    kind = named.pop("content-type", "text/plain;charset=UTF-8")
    return (client or Client()).post("/collect", data, content_type=kind, headers=named)


def read_stream(client: Redis) -> list[dict[str, Any]]:
    """The events that wait."""
    entries: Any = client.xrange(f"{settings.EVENT_KEY_PREFIX}:events")
    return [orjson.loads(fields[b"event"]) for _entry, fields in entries]


def count_drops() -> dict[str, int]:
    """How many events were dropped, by reason."""
    return read_counter(COLLECT_DROPPED, "reason")


def count_collected() -> dict[str, int]:
    """How many events were taken, by type."""
    return read_counter(COLLECTED, "type")


def read_counter(counter: Any, label: str) -> dict[str, int]:
    return {each.labels[label]: int(each.value) for metric in counter.collect() for each in metric.samples}
