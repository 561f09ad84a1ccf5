"""Counting what was stored, from the single events: a count that is made twice is the same, and nothing that goes wrong
between two writes leaves a wrong one. A job does it every five minutes, for the days that got events."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby

from plugins.analytics_clickhouse.connection import ask, command
from plugins.analytics_clickhouse.tables import check_tables

__all__ = ["CHANGED", "SLACK", "count_events"]

SLACK = timedelta(seconds=60)
"""How long after its last event an hour is counted once more: longer than a write may take, whose rows are seen later
than their time says."""
CHANGED = """
    SELECT hour, now64(3, 'UTC') FROM changed_hour GROUP BY hour HAVING max(stored) > max(counted) ORDER BY hour
"""
COUNTED = """
    INSERT INTO changed_hour (hour, counted)
    SELECT arrayJoin({hours:Array(DateTime('UTC'))}), {until:DateTime64(3, 'UTC')}
"""
GENERATION = "(SELECT max(at) FROM dropped_month WHERE month = toStartOfMonth({day:Date}))"
OF_DAY = "hour >= toDateTime({day:Date}, 'UTC') AND hour < toDateTime({day:Date} + 1, 'UTC')"
COUNTS = "count(), uniqCombined64(visitor), {version:DateTime64(3, 'UTC')}"
HOURS = f"""
    INSERT INTO hour_count (hour, type, kind, subject, path, generation, events, version)
    SELECT hour, type, kind, subject, path, {GENERATION}, count(), {{version:DateTime64(3, 'UTC')}} FROM event FINAL
    WHERE {OF_DAY} AND hour IN {{hours:Array(DateTime('UTC'))}} GROUP BY hour, type, kind, subject, path
"""
DAYS = f"""
    INSERT INTO day_count (day, whole, type, kind, subject, path, generation, events, visitors, version)
    SELECT {{day:Date}}, grouping(kind) = 1, type, kind, subject, path, {GENERATION}, {COUNTS} FROM event FINAL
    WHERE {OF_DAY} GROUP BY GROUPING SETS ((type, kind, subject, path), (type))
"""
VALUES = f"""
    INSERT INTO value_count (day, type, prop, value, generation, events, visitors, version)
    SELECT {{day:Date}}, type, prop, value, {GENERATION}, {COUNTS} FROM event FINAL
    ARRAY JOIN mapKeys(texts) AS prop, mapValues(texts) AS value
    WHERE {OF_DAY} GROUP BY type, prop, value
"""
REFERRERS = f"""
    INSERT INTO referrer_count (day, whole, kind, subject, path, referrer, generation, events, visitors, version)
    SELECT {{day:Date}}, grouping(kind) = 1, kind, subject, path, referrer, {GENERATION}, {COUNTS} FROM event FINAL
    WHERE {OF_DAY} AND type = 'view' AND referrer != ''
    GROUP BY GROUPING SETS ((kind, subject, path, referrer), (referrer))
"""


def count_events() -> str:
    """Count the days that got events, the oldest first; five queries for each day."""
    check_tables(slow=True)
    changed = ask(CHANGED, slow=True)
    days = 0
    for day, rows in groupby(changed, key=lambda row: row[0].date()):
        found = list(rows)
        count_day(day, [hour for hour, _now in found], found[0][1])
        days += 1
    return f"{len(changed)} hours of {days} days counted."


def count_day(day: date, hours: list[datetime], now: datetime) -> None:
    given = {"day": day, "hours": hours, "version": now}
    for statement in (HOURS, DAYS, VALUES, REFERRERS):
        command(statement, given)
    command(COUNTED, {"hours": hours, "until": now - SLACK})
