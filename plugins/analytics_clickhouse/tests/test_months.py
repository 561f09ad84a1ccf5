"""Single events are kept for some months, counts for longer, and what comes later is added to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.testing.conformance.analytics import build_event
from cms.testing.conformance.analytics_events import TOOL
from plugins.analytics_clickhouse.counting import count_events
from plugins.analytics_clickhouse.queries import count_totals
from plugins.analytics_clickhouse.retention import drop_old_months
from plugins.analytics_clickhouse.storing import store
from tests.support.clickhouse.fixtures import change_settings
from tests.support.clickhouse.server import ClickHouse

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 28, 12, tzinfo=UTC)
OLDEST = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
MONTHS = [OLDEST, datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 5, tzinfo=UTC), NOW]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def list_times(server: ClickHouse) -> list[datetime]:
    rows = server.open().query("SELECT time FROM event FINAL ORDER BY time").result_rows
    return [time.replace(tzinfo=UTC) for (time,) in rows]


def count_all() -> dict[str, int]:
    return dict(count_totals(TOOL, OLDEST - timedelta(days=400), NOW + timedelta(hours=1)))


@pytest.mark.parametrize(
    ("kept", "left", "months"), [(1, 1, 3), (2, 2, 2), (3, 3, 1), (4, 4, 0)],
)  # fmt: skip
def test_old_months_are_dropped_and_their_counts_stay(
    clickhouse: ClickHouse, clickhouse_settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch,
    kept: int, left: int, months: int,
) -> None:  # fmt: skip
    change_settings(monkeypatch, **clickhouse_settings, kept_months=kept)
    store([build_event(moment) for moment in MONTHS])
    assert drop_old_months() == f"{months} months of events and 0 months of counts dropped."
    assert list_times(clickhouse) == MONTHS[-left:]
    assert clickhouse.open().query("SELECT count() FROM event_id").result_rows == [(left,)]
    assert count_all() == {"view": 4}
    assert drop_old_months() == "0 months of events and 0 months of counts dropped."


def test_counts_are_dropped_later(
    clickhouse: ClickHouse, clickhouse_settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    change_settings(monkeypatch, **clickhouse_settings, kept_months=1, kept_count_months=3)
    store([build_event(moment) for moment in MONTHS])
    assert drop_old_months() == "3 months of events and 1 months of counts dropped."
    assert count_all() == {"view": 3}


def test_events_of_a_dropped_month_are_added_to_its_counts(clickhouse: ClickHouse) -> None:
    store([build_event(OLDEST) for _ in range(5)])
    assert drop_old_months() == "1 months of events and 0 months of counts dropped."
    store([build_event(OLDEST)])
    count_events()
    assert count_all() == {"view": 6}
    store([build_event(OLDEST)])
    assert drop_old_months() == "1 months of events and 0 months of counts dropped."
    assert (count_all(), list_times(clickhouse)) == ({"view": 7}, [])


def test_counts_are_kept_as_long_as_events_at_least(clickhouse_settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="kept_count_months is less than kept_months"):
        change_settings(pytest.MonkeyPatch(), **clickhouse_settings, kept_months=4, kept_count_months=3)
