"""What is no longer kept: single events after some months, counts after many."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from cms.plugin_api import settings_of
from plugins.analytics_postgres.models import DailyCount, HourlyCount
from plugins.analytics_postgres.partitions import add_months, drop_partitions
from plugins.analytics_postgres.rollups import roll_up
from plugins.analytics_postgres.settings import Settings

__all__ = ["drop_old"]

OPEN = timedelta(days=7)
"""How long a day's visitors can be told apart. Events are at most a day late, and wait in Valkey until they are
stored."""


def drop_old() -> str:
    """Count events that wait, drop those of months that are no longer kept, and delete counts that are not either."""
    roll_up()
    today = timezone.now().astimezone(UTC).date()
    months = drop_partitions(add_months(today, -settings_of(Settings).kept_months))
    rows = delete_counts(add_months(today, -settings_of(Settings).kept_count_months))
    forget_visitors(today - OPEN)
    return f"{months} months of events dropped, {rows:,} rows of counts deleted."


def delete_counts(oldest: date) -> int:
    hour = datetime(oldest.year, oldest.month, oldest.day, tzinfo=UTC)
    days, _each = DailyCount.objects.filter(day__lt=oldest).delete()
    hours, _each = HourlyCount.objects.filter(hour__lt=hour).delete()
    return days + hours


def forget_visitors(before: date) -> None:
    """Keep the number of a day's visitors, and neither their ids nor a sketch."""
    old = DailyCount.objects.filter(day__lt=before).exclude(seen=[], sketch=None)
    old.exclude(seen=None, sketch=None).update(seen=[], sketch=None)
