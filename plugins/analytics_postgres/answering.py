"""What was counted, by day. It is answered from rows of days, which are kept when single events are dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from cms.plugin_api import DayCount, EventSubject, SubjectCount, TypeCount, ValueCount
from plugins.analytics_postgres.rollups import OTHER, REFERRER

__all__ = ["find_counts", "find_timeline", "find_top_referrers", "find_top_subjects", "find_top_values"]

TIMELINE = """
    SELECT day, type, events, visitors FROM analytics_postgres_day
    WHERE kind = %s AND subject = %s AND path = %s AND whole = %s AND prop = '' AND day >= %s AND day < %s
    ORDER BY day, type COLLATE "C"
"""
COUNTS = """
    SELECT kind, subject, path, type, visitors < %s AS few, sum(events)::bigint, sum(visitors)::bigint
    FROM analytics_postgres_day
    WHERE (kind, subject, path) IN (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]))
    AND NOT whole AND prop = '' AND day >= %s AND day < %s
    GROUP BY 1, 2, 3, 4, 5 ORDER BY kind COLLATE "C", subject COLLATE "C", path COLLATE "C", type COLLATE "C", 5
"""
TOP_SUBJECTS = """
    SELECT kind, subject, path, sum(events)::bigint, sum(visitors)::bigint FROM analytics_postgres_day
    WHERE type = %s AND kind = %s AND NOT whole AND prop = '' AND day >= %s AND day < %s AND subject || path <> ''
    GROUP BY kind, subject, path ORDER BY 4 DESC, subject COLLATE "C", path COLLATE "C" LIMIT %s
"""
TOP_VALUES = """
    SELECT value, sum(events)::bigint, sum(visitors)::bigint FROM analytics_postgres_day
    WHERE kind = %s AND subject = %s AND path = %s AND whole = %s AND type = %s AND prop = %s
    AND day >= %s AND day < %s AND value <> %s
    GROUP BY value ORDER BY 2 DESC, value COLLATE "C" LIMIT %s
"""


def select(statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()


def list_scope(subject: EventSubject | None) -> tuple[str, str, str, bool]:
    """Kind, id and path, and whether the whole site is meant."""
    return ("", "", "", True) if subject is None else (subject.kind, subject.id, subject.path, False)


def find_timeline(subject: EventSubject | None, begins: date, ends: date) -> Sequence[DayCount]:
    """Events and visitors of each day and type; one statement."""
    return [DayCount(*row) for row in select(TIMELINE, *list_scope(subject), begins, ends)]


def find_counts(subjects: Sequence[EventSubject], begins: date, ends: date, few: int) -> Sequence[TypeCount]:
    """Events and visitors of subjects by type, days of few visitors apart; one statement."""
    columns = [[getattr(each, name) for each in subjects] for name in ("kind", "id", "path")]
    rows = select(COUNTS, few, *columns, begins, ends)
    return [TypeCount(EventSubject(*row[:3]), *row[3:]) for row in rows]


def find_top_subjects(type: str, kind: str, begins: date, ends: date, limit: int) -> Sequence[SubjectCount]:
    """Subjects of a kind, those with most events first; one statement."""
    rows = select(TOP_SUBJECTS, type, kind, begins, ends, limit)
    return [SubjectCount(EventSubject(*row[:3]), *row[3:]) for row in rows]


def find_top_values(type: str, prop: str, begins: date, ends: date, limit: int) -> Sequence[ValueCount]:
    """Values of a prop, the most frequent first; one statement."""
    rows = select(TOP_VALUES, *list_scope(None), type, prop, begins, ends, OTHER, limit)
    return [ValueCount(*row) for row in rows]


def find_top_referrers(
    subject: EventSubject | None, begins: date, ends: date, limit: int
) -> Sequence[ValueCount]:
    """Hosts that views come from, the most frequent first; one statement."""
    rows = select(TOP_VALUES, *list_scope(subject), "view", REFERRER, begins, ends, OTHER, limit)
    return [ValueCount(*row) for row in rows]
