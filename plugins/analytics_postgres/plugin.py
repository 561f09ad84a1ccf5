"""Hooks of the analytics in PostgreSQL."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import AnalyticsProvider, HealthCheck, Job, Metric, hookimpl
from plugins.analytics_postgres import answering, pairs, retention, rollups, status, storing, weights


@hookimpl
def analytics_provider() -> list[AnalyticsProvider]:
    return [
        AnalyticsProvider(
            name="postgres", store=storing.store, totals=storing.count_totals, timeline=answering.find_timeline,
            counts=answering.find_counts,
            top_subjects=answering.find_top_subjects, top_values=answering.find_top_values,
            top_referrers=answering.find_top_referrers, weights=weights.find_weights,
            pairs=pairs.find_pairs,
        )
    ]  # fmt: skip


@hookimpl
def jobs() -> list[Job]:
    return [
        Job(
            name="count_days", run=rollups.roll_up, every=timedelta(minutes=10),
            description=_("Counts new events by day."),
        ),
        Job(
            name="drop_old_months", run=retention.drop_old, at=time(3, 50),
            description=_("Drops single events, and counts, of months that are no longer kept."),
        ),
    ]  # fmt: skip


@hookimpl
def health_checks() -> list[HealthCheck]:
    return [HealthCheck(name="counting", check=status.check_counting)]


@hookimpl
def metrics() -> list[Metric]:
    return [
        Metric(
            name="uncounted_events",
            read=status.count_uncounted,
            help="Stored events that no day has counted yet.",
        ),
        Metric(name="rollup_age_seconds", read=status.read_age, help="Seconds since days were last counted."),
        Metric(
            name="rollup_seconds",
            read=status.read_seconds,
            help="Seconds that the last counting of days took.",
        ),
        Metric(
            name="rollup_rows", read=status.read_rows, help="Rows of days that the last counting changed."
        ),
    ]


@hookimpl
def export_personal_data(user: int) -> dict[str, Any]:
    """Nothing: no event can be traced to an account."""
    return {}


@hookimpl
def erase_personal_data(user: int) -> int:
    """Nothing: no event can be traced to an account."""
    return 0
