"""Events for the conformance suite of analytics, and what all of its parts share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest

from cms.plugins.api.analytics import AnalyticsProvider, EventSubject, VisitEvent

__all__ = ["DAY", "HOUR", "NOON", "TODAY", "TOOL", "AnalyticsConformance", "build_event", "build_visitor"]

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TODAY = NOON.date()
TOOL = EventSubject(kind="TOOL", id="U29sdXRpb246NQ==")


def build_event(moment: datetime = NOON, subject: EventSubject = TOOL, **changes: Any) -> VisitEvent:
    given: dict[str, Any] = {
        "id": str(uuid4()), "type": "view", "referrer": "", "props": {}, "visitor": uuid4().hex, "site": "example.org",
    }  # fmt: skip
    return VisitEvent(time=moment, subject=subject, **{**given, **changes})


def build_visitor(number: int) -> str:
    """The same id for the same number."""
    return f"{number:032x}"


class AnalyticsConformance:
    """What each part of the suite needs of a plugin."""

    plugin: ModuleType

    @pytest.fixture
    def provider(self) -> AnalyticsProvider:
        (found,) = self.plugin.analytics_provider()
        return found  # type: ignore[no-any-return]

    def refresh(self) -> None:
        """Let what was stored be counted."""
