"""Storing events, each once, and counting them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cms.plugin_api import VisitEvent
from plugins.analytics_clickhouse.connection import ask, insert
from plugins.analytics_clickhouse.tables import check_tables

__all__ = ["store"]

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('analytics_clickhouse_event', 0))"
"""One process stores at a time, until the end of the caller's transaction: ClickHouse has no transaction in which an id
is looked up and stored."""
KNOWN = "SELECT DISTINCT id FROM event_id WHERE id IN {ids:Array(UUID)}"
COLUMNS: Mapping[str, str] = {
    "hour": "DateTime('UTC')", "time": "DateTime64(6, 'UTC')", "id": "UUID", "type": "LowCardinality(String)",
    "kind": "LowCardinality(String)", "subject": "String", "path": "String", "referrer": "LowCardinality(String)",
    "texts": "Map(LowCardinality(String), String)", "numbers": "Map(LowCardinality(String), Float64)",
    "visitor": "UUID", "site": "LowCardinality(String)",
}  # fmt: skip


def store(events: Sequence[VisitEvent]) -> int:
    """Store events whose ids are not stored; how many these are. Two queries, and a lock in the site's database.

    Ids are stored after their events. A batch that was cut off in between, or whose answer was lost, comes again: its
    rows are then equal to those that are stored, and count once.
    """
    if not events:
        return 0
    check_tables(slow=True)
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    first: dict[UUID, VisitEvent] = {}
    for event in sorted(events, key=lambda each: each.time):
        first.setdefault(UUID(event.id), event)
    for (known,) in ask(KNOWN, {"ids": list(first)}, slow=True):
        del first[known]
    if first:
        insert("event", COLUMNS, [build_row(name, event) for name, event in first.items()])
    return len(first)


def build_row(name: UUID, event: VisitEvent) -> list[Any]:
    """The values of an event, in the order of the columns."""
    moment, subject = event.time.astimezone(UTC), event.subject
    texts = {prop: value for prop, value in event.props.items() if isinstance(value, str)}
    numbers = {prop: float(value) for prop, value in event.props.items() if not isinstance(value, str)}
    return [
        floor_to_hour(moment), moment, name, event.type, subject.kind, subject.id, subject.path, event.referrer, texts,
        numbers, UUID(event.visitor), event.site,
    ]  # fmt: skip


def floor_to_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
