"""How the counting of days is going: for operators and Prometheus."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db import connection

from cms.plugin_api import Health, Sample

__all__ = [
    "check_counting",
    "count_uncounted",
    "read_age",
    "read_rows",
    "read_seconds",
]

LATE = timedelta(hours=1).total_seconds()
PROGRESS = """
    SELECT greatest(0, CASE WHEN is_called THEN last_value ELSE 0 END - number),
        extract(epoch FROM now() - finished_at)::float8, seconds, rows
    FROM analytics_postgres_progress, analytics_postgres_event_number WHERE id = 1
"""


class Progress(NamedTuple):
    """uncounted: events that are stored and not counted. age: seconds since the last run ended, of which are seconds
    and rows; None before the first."""

    uncounted: int
    age: float | None
    seconds: float
    rows: int


def read_progress() -> Progress | None:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS)
        row = cursor.fetchone()
    return Progress(*row) if row else None


def check_counting() -> Health:
    """Whether stored events are counted: not so when some wait and the last run ended more than an hour ago."""
    found = read_progress()
    if found and found.uncounted and found.age is not None and found.age > LATE:
        return Health(
            ok=False,
            message=f"{found.uncounted:,} events are not counted, and the last run ended {found.age / 3600:.0f} hours "
            "ago: start the scheduler, and see `manage.py plugins why analytics_postgres`.",
        )
    return Health(ok=True, message="Events are counted.")


def count_uncounted() -> list[Sample]:
    found = read_progress()
    return [Sample(found.uncounted)] if found else []


def read_age() -> list[Sample]:
    """No sample before the first run."""
    found = read_progress()
    return [Sample(found.age)] if found and found.age is not None else []


def read_seconds() -> list[Sample]:
    found = read_progress()
    return [Sample(found.seconds)] if found else []


def read_rows() -> list[Sample]:
    found = read_progress()
    return [Sample(found.rows)] if found else []
