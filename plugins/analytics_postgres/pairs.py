"""What the same visitors viewed on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from cms.plugin_api import EventSubject, SubjectPair

__all__ = ["find_pairs"]

PAIRS = """
    WITH viewed AS MATERIALIZED (
        SELECT visitor, subject COLLATE "C" AS subject, count(*) OVER (PARTITION BY visitor) AS subjects,
            count(*) OVER (PARTITION BY subject) AS visitors
        FROM (
            SELECT DISTINCT visitor, subject FROM analytics_postgres_event
            WHERE time >= %(begins)s AND time < %(ends)s AND type = 'view' AND kind = %(kind)s
        ) AS each
    ), people AS MATERIALIZED (
        SELECT visitor, subject FROM viewed WHERE subjects <= %(most)s AND visitors >= %(fewest)s
    )
    SELECT one.subject, other.subject, count(*) FROM people AS one
    JOIN people AS other ON other.visitor = one.visitor AND other.subject > one.subject
    GROUP BY 1, 2 HAVING count(*) >= %(fewest)s ORDER BY 3 DESC, 1, 2 LIMIT %(limit)s
"""
"""Subjects with too few visitors are left out before they are paired: most have."""


def find_pairs(kind: str, day: date, fewest: int, most: int, limit: int) -> Sequence[SubjectPair]:
    """Pairs of subjects that visitors of a day viewed, from single events; one statement."""
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    values = {"begins": begins, "ends": begins + timedelta(days=1), "kind": kind}
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {**values, "fewest": fewest, "most": most, "limit": limit})
        return [
            SubjectPair(EventSubject(kind, one), EventSubject(kind, other), visitors)
            for one, other, visitors in cursor.fetchall()
        ]
