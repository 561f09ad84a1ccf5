"""Storing events, each once, and counting them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from cms.plugin_api import EventSubject, VisitEvent
from plugins.analytics_postgres.partitions import create_partitions

__all__ = ["count_totals", "store"]

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('analytics_postgres_event', 0))"
"""One process stores at a time: an id in two transactions at once would count twice, for ids are unique in each month
alone."""
STAGE = """
    CREATE TEMPORARY TABLE IF NOT EXISTS analytics_postgres_staged (LIKE analytics_postgres_event) ON COMMIT DROP;
    TRUNCATE analytics_postgres_staged
"""
COPY = """
    COPY analytics_postgres_staged (id, type, time, kind, subject, path, referrer, props, visitor, site) FROM STDIN
"""
STORE = """
    WITH added AS (
        INSERT INTO analytics_postgres_event (id, type, time, kind, subject, path, referrer, props, visitor, site)
        SELECT DISTINCT ON (id) id, type, time, kind, subject, path, referrer, props, visitor, site
        FROM analytics_postgres_staged AS staged
        WHERE NOT EXISTS (SELECT FROM analytics_postgres_event AS stored WHERE stored.id = staged.id)
        ORDER BY id, time
        RETURNING type, time, kind, subject, path
    ), counted AS (
        INSERT INTO analytics_postgres_hour AS hours (hour, type, kind, subject, path, events)
        SELECT date_trunc('hour', time, 'UTC'), type, kind, subject, path, count(*) FROM added GROUP BY 1, 2, 3, 4, 5
        ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (subject, path, kind, hour, type) DO UPDATE SET events = hours.events + excluded.events
    )
    SELECT count(*) FROM added
"""
TOTALS = """
    SELECT type, sum(events)::bigint FROM analytics_postgres_hour
    WHERE kind = %s AND subject = %s AND path = %s
    AND hour >= date_trunc('hour', %s::timestamptz, 'UTC') AND hour < date_trunc('hour', %s::timestamptz, 'UTC')
    GROUP BY type ORDER BY type
"""


def store(events: Sequence[VisitEvent]) -> int:
    """Store events, and count those that are new; how many these are."""
    if not events:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        create_partitions(event.time for event in events)
        cursor.execute(STAGE)
        with cursor.copy(COPY) as copy:
            for row in list_rows(events):
                copy.write_row(row)
        cursor.execute(STORE)
        return int(cursor.fetchone()[0])


def list_rows(events: Sequence[VisitEvent]) -> Iterator[tuple[Any, ...]]:
    for each in events:
        subject = each.subject
        yield (
            UUID(each.id), each.type, each.time.astimezone(UTC), subject.kind, subject.id, subject.path, each.referrer,
            json.dumps(dict(each.props)), UUID(each.visitor), each.site,
        )  # fmt: skip


def count_totals(subject: EventSubject, begins: datetime, ends: datetime) -> Mapping[str, int]:
    """How many events of each type a subject has in these hours; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, [subject.kind, subject.id, subject.path, begins, ends])
        return dict(cursor.fetchall())
