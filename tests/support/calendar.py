"""Events at fixed times, seen from a fixed day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from content_types.events.models import Event
from tests.factories.content import make_event

__all__ = ["NOW", "make_at", "set_now"]

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


def set_now(monkeypatch: pytest.MonkeyPatch, now: datetime = NOW) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def make_at(
    title: str, start: str, end: str, rule: str = "", zone: str = "Europe/Berlin", **fields: Any
) -> Event:
    """An event between two wall times of its zone."""
    first, last = (datetime.fromisoformat(each).replace(tzinfo=ZoneInfo(zone)) for each in (start, end))
    return make_event(title, starts_at=first, ends_at=last, time_zone=zone, recurrence=rule, **fields)
