"""Single events are kept for some months, counts for ever."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.testing.conformance.analytics import build_event
from plugins.analytics_postgres.models import HourlyCount, VisitRecord
from plugins.analytics_postgres.retention import drop_old
from plugins.analytics_postgres.storing import store

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 28, 12, tzinfo=UTC)
MONTHS = [
    datetime(2026, 10, 31, 23, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2026, 12, 5, tzinfo=UTC),
    NOW,
]


@pytest.mark.parametrize(
    ("kept", "left", "message"),
    [(1, 1, "3 months of events dropped, 0 rows of counts deleted."), (2, 2, "2 months of events dropped, 0 rows of counts deleted."), (3, 3, "1 months of events dropped, 0 rows of counts deleted."),
     (4, 4, "0 months of events dropped, 0 rows of counts deleted.")],
)  # fmt: skip
def test_old_months_are_dropped_and_their_counts_stay(
    plugin_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, kept: int, left: int, message: str
) -> None:
    plugin_settings("analytics_postgres", kept_months=kept)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    store([build_event(moment) for moment in MONTHS])
    assert drop_old() == message
    moments = sorted(VisitRecord.objects.values_list("time", flat=True))
    assert moments == MONTHS[-left:]
    assert HourlyCount.objects.count() == 4
    assert drop_old() == "0 months of events dropped, 0 rows of counts deleted."


@pytest.mark.parametrize("number", [1, 100])
def test_a_batch_costs_as_many_statements_as_an_event(
    assert_statements: Callable[[int], AbstractContextManager[list[str]]], number: int
) -> None:
    store([build_event(NOW)])
    with assert_statements(7):  # savepoint, lock, partitions, staging, COPY, storing, release
        store([build_event(NOW - timedelta(minutes=each)) for each in range(number)])


def test_an_event_is_stored_with_its_values() -> None:
    event = build_event(NOW, referrer="news.example", props={"host": "a\tb", "place": 3})
    store([event])
    (kept,) = VisitRecord.objects.all()
    assert (str(kept.id), kept.visitor.hex, kept.props) == (event.id, event.visitor, event.props)
    assert (kept.type, kept.time, kept.kind, kept.subject, kept.path) == (
        "view",
        NOW,
        "TOOL",
        event.subject.id,
        "",
    )
    assert (kept.referrer, kept.site) == ("news.example", "example.org")
