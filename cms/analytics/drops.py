"""Why events are dropped. Clients are not told; operators read it from the metrics."""

from __future__ import annotations

from enum import StrEnum

from cms.base.measures import COLLECT_DROPPED

__all__ = ["Drop", "Dropped", "count_dropped"]


class Drop(StrEnum):
    """The reasons, which docs/howto/run-analytics.md lists."""

    OFF = "off"
    BUSY = "busy"
    CONSENT = "consent"
    BOT = "bot"
    DATA_CENTRE = "data_centre"
    ORIGIN = "origin"
    MALFORMED = "malformed"
    RATE = "rate"
    OLD = "old"
    FUTURE = "future"
    DUPLICATE = "duplicate"
    BACKLOG = "backlog"
    UNAVAILABLE = "unavailable"


class Dropped(Exception):
    """An event, or all of a request, that is not taken."""

    def __init__(self, reason: Drop) -> None:
        super().__init__(reason.value)
        self.reason = reason


def count_dropped(reason: Drop, events: int = 1) -> None:
    COLLECT_DROPPED.labels(reason.value).inc(events)
