"""Visits that the plugin in the slot `analytics` has stored."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from cms.plugins.api.analytics import AnalyticsProvider, EventSubject, VisitEvent
from cms.plugins.runtime.slots import slot
from plugins.analytics_postgres.rollups import roll_up

__all__ = ["build_subject", "store_visits"]


def build_subject(row: Any, kind: str) -> EventSubject:
    return EventSubject(kind=kind, id=b64encode(f"{type(row).__name__}:{row.pk}".encode()).decode())


def store_visits(
    subject: EventSubject,
    visitors: int,
    *,
    type: str = "view",
    days_ago: int = 1,
    referrer: str = "",
    **props: Any,
) -> None:
    """An event of each of so many visitors, who are others on each call; stored and counted."""
    time = datetime.now(UTC) - timedelta(days=days_ago)
    provider = slot(AnalyticsProvider)
    assert provider is not None
    provider.store(
        [
            VisitEvent(str(uuid4()), type, time, subject, referrer, props, uuid4().hex, "testserver")
            for _ in range(visitors)
        ]
    )
    roll_up()
