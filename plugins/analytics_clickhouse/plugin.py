"""Hooks of the analytics in ClickHouse."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import AnalyticsProvider, HealthCheck, Job, Metric, hookimpl
from plugins.analytics_clickhouse import counting, pairs, queries, retention, status, storing, weights
from plugins.analytics_clickhouse.connection import import_client


@hookimpl
def ready() -> None:
    """Without the client the plugin cannot do anything."""
    import_client()


@hookimpl
def analytics_provider() -> list[AnalyticsProvider]:
    return [
        AnalyticsProvider(
            name="clickhouse",
            store=storing.store,
            totals=queries.count_totals,
            timeline=queries.list_days,
            counts=queries.list_counts,
            top_subjects=queries.list_subjects,
            top_values=queries.list_values,
            top_referrers=queries.list_referrers,
            weights=weights.list_weights,
            pairs=pairs.list_pairs,
        )
    ]


@hookimpl
def jobs() -> list[Job]:
    return [
        Job(
            name="count_events", run=counting.count_events, every=timedelta(minutes=5),
            description=_("Counts the hours and days that got events."),
        ),
        Job(
            name="drop_old_months", run=retention.drop_old_months, at=time(3, 50),
            description=_("Drops single events, and counts, of months that are no longer kept."),
        ),
    ]  # fmt: skip


@hookimpl
def health_checks() -> list[HealthCheck]:
    return [HealthCheck(name="server", check=status.check_server)]


@hookimpl
def metrics() -> list[Metric]:
    return [
        Metric(
            name="uncounted_hours", read=status.count_uncounted_hours,
            help="Hours with events that are not counted yet.",
        )
    ]  # fmt: skip


@hookimpl
def export_personal_data(user: int) -> dict[str, Any]:
    """Nothing: no event can be traced to an account."""
    return {}


@hookimpl
def erase_personal_data(user: int) -> int:
    """Nothing: no event can be traced to an account."""
    return 0
