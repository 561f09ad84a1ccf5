"""Dropping months that are no longer kept: a partition each, without deleting rows."""

from __future__ import annotations

from datetime import UTC, date

from django.utils import timezone

from cms.plugin_api import settings_of
from plugins.analytics_clickhouse.connection import ask, command
from plugins.analytics_clickhouse.counting import count_events
from plugins.analytics_clickhouse.settings import Settings

__all__ = ["drop_old_months"]

OLD_EVENTS = """
    SELECT DISTINCT toStartOfMonth(hour) AS month FROM event WHERE hour < toDateTime({oldest:Date}, 'UTC')
    UNION DISTINCT SELECT DISTINCT month FROM event_id WHERE month < {oldest:Date}
"""
OLD_COUNTS = """
    SELECT DISTINCT toStartOfMonth(hour) AS month FROM hour_count WHERE hour < toDateTime({oldest:Date}, 'UTC')
    UNION DISTINCT SELECT DISTINCT toStartOfMonth(day) FROM day_count WHERE day < {oldest:Date}
    UNION DISTINCT SELECT DISTINCT toStartOfMonth(day) FROM value_count WHERE day < {oldest:Date}
    UNION DISTINCT SELECT DISTINCT toStartOfMonth(day) FROM referrer_count WHERE day < {oldest:Date}
"""
DROP_EVENTS = (
    "ALTER TABLE event DROP PARTITION {month:Date}",
    "ALTER TABLE event_id DROP PARTITION {month:Date}",
    "INSERT INTO dropped_month SELECT {month:Date}, now('UTC')",
)
"""The last one begins a new generation of the month's counts: events that come even later are added to those that are
there, instead of replacing them."""
DROP_COUNTS = tuple(
    f"ALTER TABLE {table} DROP PARTITION {{month:Date}}"
    for table in ("hour_count", "day_count", "value_count", "referrer_count")
)


def drop_old_months() -> str:
    """Count what is not counted yet, then drop the months before those that are kept."""
    count_events()
    settings, today = settings_of(Settings), timezone.now().astimezone(UTC).date()
    events = drop_months(OLD_EVENTS, DROP_EVENTS, subtract_months(today, settings.kept_months))
    counts = drop_months(OLD_COUNTS, DROP_COUNTS, subtract_months(today, settings.kept_count_months))
    return f"{events} months of events and {counts} months of counts dropped."


def drop_months(listing: str, statements: tuple[str, ...], oldest: date) -> int:
    months = sorted(month for (month,) in ask(listing, {"oldest": oldest}, slow=True))
    for month in months:
        for statement in statements:
            command(statement, {"month": month})
    return len(months)


def subtract_months(day: date, months: int) -> date:
    """The first day of the month so many months earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)
