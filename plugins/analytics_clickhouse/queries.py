"""What is asked of the counts, each in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from cms.plugin_api import DayCount, EventSubject, SubjectCount, TypeCount, ValueCount
from plugins.analytics_clickhouse.connection import ask
from plugins.analytics_clickhouse.tables import check_tables

__all__ = ["count_totals", "list_counts", "list_days", "list_referrers", "list_subjects", "list_values"]

SUBJECT = "kind = {kind:String} AND subject = {subject:String} AND path = {path:String}"
DAYS = "day >= {begins:Date} AND day < {ends:Date}"
TOTALS = f"""
    SELECT type, sum(events) FROM hour_count FINAL WHERE {SUBJECT}
    AND hour >= toStartOfHour({{begins:DateTime64(6, 'UTC')}}) AND hour < toStartOfHour({{ends:DateTime64(6, 'UTC')}})
    GROUP BY type ORDER BY type
"""
TIMELINE = f"""
    SELECT day, type, sum(events), sum(visitors) FROM day_count FINAL
    WHERE whole = {{whole:Bool}} AND {SUBJECT} AND {DAYS} GROUP BY day, type ORDER BY day, type
"""
COUNTS = f"""
    SELECT kind, subject, path, type, of_day < {{few:UInt64}} AS is_few, sum(events_of_day), sum(of_day) FROM (
        SELECT kind, subject, path, type, day, sum(events) AS events_of_day, sum(visitors) AS of_day
        FROM day_count FINAL WHERE NOT whole AND {DAYS} AND (kind, subject, path) IN (
            SELECT asked.1, asked.2, asked.3 FROM (SELECT arrayJoin(arrayZip(
                {{kinds:Array(String)}}, {{subjects:Array(String)}}, {{paths:Array(String)}}
            )) AS asked)
        ) GROUP BY kind, subject, path, type, day
    ) GROUP BY kind, subject, path, type, is_few ORDER BY kind, subject, path, type, is_few
"""
SUBJECTS = f"""
    SELECT subject, path, sum(events) AS most, sum(visitors) FROM day_count FINAL
    WHERE NOT whole AND type = {{type:String}} AND kind = {{kind:String}} AND {DAYS} AND (kind != '' OR path != '')
    GROUP BY subject, path ORDER BY most DESC, subject, path LIMIT {{limit:UInt32}}
"""
VALUES = f"""
    SELECT value, sum(events) AS most, sum(visitors) FROM value_count FINAL
    WHERE type = {{type:String}} AND prop = {{prop:String}} AND {DAYS}
    GROUP BY value ORDER BY most DESC, value LIMIT {{limit:UInt32}}
"""
REFERRERS = f"""
    SELECT referrer, sum(events) AS most, sum(visitors) FROM referrer_count FINAL
    WHERE whole = {{whole:Bool}} AND {SUBJECT} AND {DAYS}
    GROUP BY referrer ORDER BY most DESC, referrer LIMIT {{limit:UInt32}}
"""


def count_totals(subject: EventSubject, begins: datetime, ends: datetime) -> Mapping[str, int]:
    """How many events of each type a subject has in these hours."""
    check_tables()
    moments = {"begins": begins.astimezone(UTC), "ends": ends.astimezone(UTC)}
    found = ask(TOTALS, {**name_subject(subject), **moments})
    return {row[0]: row[1] for row in found}


def list_days(subject: EventSubject | None, begins: date, ends: date) -> Sequence[DayCount]:
    """Events and visitors of a subject, or of the whole site, by day and type."""
    check_tables()
    return [DayCount(*row) for row in ask(TIMELINE, {**name_scope(subject), "begins": begins, "ends": ends})]


def list_counts(subjects: Sequence[EventSubject], begins: date, ends: date, few: int) -> Sequence[TypeCount]:
    """Events and visitors of subjects by type, days of few visitors apart."""
    check_tables()
    given = {
        "kinds": [each.kind for each in subjects], "subjects": [each.id for each in subjects],
        "paths": [each.path for each in subjects], "begins": begins, "ends": ends, "few": few,
    }  # fmt: skip
    return [
        TypeCount(EventSubject(kind, name, path), type, bool(is_few), events, visitors)
        for kind, name, path, type, is_few, events, visitors in ask(COUNTS, given)
    ]


def list_subjects(type: str, kind: str, begins: date, ends: date, limit: int) -> Sequence[SubjectCount]:
    """The subjects of a kind that have most events of a type."""
    check_tables()
    given = {"type": type, "kind": kind, "begins": begins, "ends": ends, "limit": limit}
    return [
        SubjectCount(EventSubject(kind, name, path), events, visitors)
        for name, path, events, visitors in ask(SUBJECTS, given)
    ]


def list_values(type: str, prop: str, begins: date, ends: date, limit: int) -> Sequence[ValueCount]:
    """The values that a prop of a type of events has most often."""
    check_tables()
    given = {"type": type, "prop": prop, "begins": begins, "ends": ends, "limit": limit}
    return [ValueCount(*row) for row in ask(VALUES, given)]


def list_referrers(
    subject: EventSubject | None, begins: date, ends: date, limit: int
) -> Sequence[ValueCount]:
    """The hosts from which most views of a subject, or of the whole site, come."""
    check_tables()
    given = {**name_scope(subject), "begins": begins, "ends": ends, "limit": limit}
    return [ValueCount(*row) for row in ask(REFERRERS, given)]


def name_subject(subject: EventSubject) -> dict[str, Any]:
    return {"kind": subject.kind, "subject": subject.id, "path": subject.path}


def name_scope(subject: EventSubject | None) -> dict[str, Any]:
    """A subject, or None for the whole site, which has rows of its own: a visitor counts once there."""
    return {**name_subject(subject or EventSubject()), "whole": subject is None}
