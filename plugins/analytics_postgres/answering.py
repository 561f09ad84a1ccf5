"""What was counted, by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from cms.plugin_api import DayCount, EventSubject, SubjectCount, ValueCount

__all__ = ["find_timeline", "find_top_referrers", "find_top_subjects", "find_top_values"]

RANGE = """time >= %s::date::timestamp AT TIME ZONE 'UTC' AND time < %s::date::timestamp AT TIME ZONE 'UTC'"""
COUNTS = """count(*), count(DISTINCT (visitor, date_trunc('day', time, 'UTC')))"""
ABOUT = "kind = %s AND subject = %s AND path = %s"
TIMELINE = f"""
    SELECT (time AT TIME ZONE 'UTC')::date, type, {COUNTS} FROM analytics_postgres_event
    WHERE {RANGE} AND {{about}} GROUP BY 1, 2 ORDER BY 1, 2
"""
TOP_SUBJECTS = f"""
    SELECT kind, subject, path, {COUNTS} FROM analytics_postgres_event
    WHERE {RANGE} AND type = %s AND kind = %s AND subject || path <> '' GROUP BY 1, 2, 3
    ORDER BY 4 DESC, subject COLLATE "C", path COLLATE "C" LIMIT %s
"""
TOP_VALUES = f"""
    SELECT * FROM (
    SELECT props ->> %s AS value, {COUNTS} FROM analytics_postgres_event WHERE {RANGE} AND type = %s
        AND jsonb_typeof(props -> %s) = 'string'
    GROUP BY 1) AS counted ORDER BY 2 DESC, value COLLATE "C" LIMIT %s
"""
TOP_REFERRERS = f"""
    SELECT referrer, {COUNTS} FROM analytics_postgres_event
    WHERE {RANGE} AND type = 'view' AND referrer <> '' AND {{about}}
    GROUP BY 1 ORDER BY 2 DESC, referrer COLLATE "C" LIMIT %s
"""


def select(statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()


def select_about(subject: EventSubject | None) -> tuple[str, list[str]]:
    """A condition on the subject, and its arguments."""
    return ("TRUE", []) if subject is None else (ABOUT, [subject.kind, subject.id, subject.path])


def find_timeline(subject: EventSubject | None, begins: date, ends: date) -> Sequence[DayCount]:
    """Events and visitors of each day and type; one statement."""
    about, arguments = select_about(subject)
    rows = select(TIMELINE.format(about=about), begins, ends, *arguments)
    return [DayCount(*row) for row in rows]


def find_top_subjects(type: str, kind: str, begins: date, ends: date, limit: int) -> Sequence[SubjectCount]:
    """Subjects of a kind, those with most events first; one statement."""
    rows = select(TOP_SUBJECTS, begins, ends, type, kind, limit)
    return [SubjectCount(EventSubject(*row[:3]), *row[3:]) for row in rows]


def find_top_values(type: str, prop: str, begins: date, ends: date, limit: int) -> Sequence[ValueCount]:
    """Values of a prop, the most frequent first; one statement."""
    rows = select(TOP_VALUES, prop, begins, ends, type, prop, limit)
    return [ValueCount(*row) for row in rows]


def find_top_referrers(
    subject: EventSubject | None, begins: date, ends: date, limit: int
) -> Sequence[ValueCount]:
    """Hosts that views come from, the most frequent first; one statement."""
    about, arguments = select_about(subject)
    rows = select(TOP_REFERRERS.format(about=about), begins, ends, *arguments, limit)
    return [ValueCount(*row) for row in rows]
