"""What is asked of the counts, each in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from cms.plugin_api import EventSubject
from plugins.analytics_clickhouse.connection import ask
from plugins.analytics_clickhouse.tables import check_tables

__all__ = ["count_totals"]

TOTALS = """
    SELECT type, sum(events) FROM hour_count FINAL
    WHERE kind = {kind:String} AND subject = {subject:String} AND path = {path:String}
    AND hour >= toStartOfHour({begins:DateTime64(6, 'UTC')}) AND hour < toStartOfHour({ends:DateTime64(6, 'UTC')})
    GROUP BY type ORDER BY type
"""


def count_totals(subject: EventSubject, begins: datetime, ends: datetime) -> Mapping[str, int]:
    """How many events of each type a subject has in these hours."""
    check_tables()
    moments = {"begins": begins.astimezone(UTC), "ends": ends.astimezone(UTC)}
    return dict(ask(TOTALS, {**name_subject(subject), **moments}))


def name_subject(subject: EventSubject) -> dict[str, str]:
    return {"kind": subject.kind, "subject": subject.id, "path": subject.path}
