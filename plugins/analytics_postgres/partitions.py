"""The partitions of the table of events: one for each month of UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db import connection

__all__ = ["add_months", "create_partitions", "drop_partitions"]

PREFIX = "analytics_postgres_event_"
LIST = (
    "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'analytics_postgres_event'::regclass"
)
CREATE = """
    CREATE TABLE IF NOT EXISTS {name} PARTITION OF analytics_postgres_event
    FOR VALUES FROM ('{begins:%Y-%m-%d} 00:00+00') TO ('{ends:%Y-%m-%d} 00:00+00')
"""


def list_partitions() -> set[str]:
    """The names of all partitions; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(LIST)
        return {name for (name,) in cursor.fetchall()}


def create_partitions(moments: Iterable[datetime]) -> None:
    """Create the partitions of moments that have none; one statement when all exist."""
    months = {moment.astimezone(UTC).date().replace(day=1) for moment in moments}
    missing = {name_partition(month): month for month in months}
    for name in missing.keys() & list_partitions():
        del missing[name]
    with connection.cursor() as cursor:
        for name, month in sorted(missing.items()):
            cursor.execute(CREATE.format(name=name, begins=month, ends=add_months(month, 1)))


def drop_partitions(oldest: date) -> int:
    """Drop the partitions of months before one; how many."""
    old = sorted(name for name in list_partitions() if name < name_partition(oldest))
    with connection.cursor() as cursor:
        for name in old:
            cursor.execute(f"DROP TABLE {name}")
    return len(old)


def name_partition(month: date) -> str:
    return f"{PREFIX}{month:%Y_%m}"


def add_months(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
