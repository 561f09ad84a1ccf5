"""An event is stored once, also when what happened to it is not known, and with all that it said."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from cms.testing.conformance.analytics import build_event
from cms.testing.conformance.analytics_events import NOON, TOOL
from plugins.analytics_clickhouse import connection, storing
from plugins.analytics_clickhouse.counting import CHANGED, count_events
from plugins.analytics_clickhouse.queries import count_totals
from plugins.analytics_clickhouse.storing import store
from tests.support.clickhouse.server import ClickHouse

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def count(hours: int = 1) -> dict[str, int]:
    count_events()
    return dict(count_totals(TOOL, NOON, NOON + timedelta(hours=hours)))


@pytest.fixture
def count_queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the calls that were made to the client."""
    made: list[str] = []

    class Counting:
        def __init__(self, client: Any) -> None:
            self.client = client

        def __getattr__(self, name: str) -> Any:
            made.append(name)
            return getattr(self.client, name)

    original = connection.open_client
    monkeypatch.setattr(connection, "open_client", lambda *, slow: Counting(original(slow=slow)))
    return made


@pytest.mark.parametrize("number", [1, 100])
def test_a_batch_costs_two_queries_and_a_lock(
    clickhouse: ClickHouse,
    count_queries: list[str],
    assert_statements: Callable[[int], AbstractContextManager[list[str]]],
    number: int,
) -> None:
    with assert_statements(1) as statements:
        store([build_event(NOON - timedelta(minutes=each)) for each in range(number)])
    assert count_queries == ["query", "insert"]
    assert "pg_advisory_xact_lock" in statements[0]


def test_a_batch_that_was_cut_off_before_its_ids_were_stored_counts_once(clickhouse: ClickHouse) -> None:
    events = [build_event(), build_event(NOON + timedelta(hours=1))]
    store(events)
    assert count(2) == {"view": 2}
    clickhouse.open().command("TRUNCATE TABLE event_id")
    assert store(events) == 2
    assert count(2) == {"view": 2}
    assert store(events) == 0


def test_rows_that_were_stored_twice_are_merged(clickhouse: ClickHouse) -> None:
    event = build_event()
    for _ in range(3):
        clickhouse.open().command("TRUNCATE TABLE event_id")
        store([event])
    client = clickhouse.open()
    assert client.query("SELECT count() FROM event").result_rows == [(3,)]
    client.command("OPTIMIZE TABLE event FINAL")
    assert client.query("SELECT count() FROM event").result_rows == [(1,)]
    assert count() == {"view": 1}


@pytest.mark.parametrize("later", [timedelta(minutes=-1), timedelta(hours=-2), -40 * DAY])
def test_of_one_id_in_a_batch_the_earliest_event_is_stored(clickhouse: ClickHouse, later: timedelta) -> None:
    event = build_event()
    assert store([event, replace(event, time=NOON + later)]) == 1
    assert clickhouse.open().query("SELECT time FROM event").result_rows == [
        ((NOON + later).replace(tzinfo=None),)
    ]


def test_an_event_is_stored_with_its_values(clickhouse: ClickHouse) -> None:
    moment = datetime(2026, 11, 28, 13, 59, 59, 999_999, tzinfo=UTC)
    hard = "a\tb\\N'; DROP TABLE event --\x00é漢"
    event = build_event(
        moment, referrer="news.example", props={"query": hard, "place": 3, "share": 0.5, "first": True}
    )
    store([event])
    columns = "hour, time, id, type, kind, subject, path, referrer, texts, numbers, visitor, site"
    assert clickhouse.open().query(f"SELECT {columns} FROM event").result_rows == [
        (
            datetime(2026, 11, 28, 13), moment.replace(tzinfo=None), UUID(event.id), "view", "TOOL", TOOL.id, "",
            "news.example", {"query": hard}, {"place": 3.0, "share": 0.5, "first": 1.0}, UUID(event.visitor),
            "example.org",
        )
    ]  # fmt: skip


def test_a_day_is_counted_again_only_when_it_got_events(
    clickhouse: ClickHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.analytics_clickhouse.counting.SLACK", timedelta(seconds=-1))
    store([build_event(), build_event(NOON - DAY), build_event(NOON - DAY - timedelta(hours=1))])
    assert count_events() == "3 hours of 2 days counted."
    assert count_events() == "0 hours of 0 days counted."
    assert not clickhouse.open().query(CHANGED).result_rows


def test_hours_are_counted_once_more_while_a_write_may_still_be_on_its_way(clickhouse: ClickHouse) -> None:
    store([build_event()])
    assert [count_events() for _ in range(2)] == ["1 hours of 1 days counted."] * 2


def test_a_count_that_was_cut_off_is_made_again(
    clickhouse: ClickHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    store([build_event()])
    with monkeypatch.context() as broken:
        broken.setattr("plugins.analytics_clickhouse.counting.VALUES", "SELECT nothing")
        with pytest.raises(RuntimeError, match="rejected the query"):
            count_events()
    assert count() == {"view": 1}


def test_nothing_is_asked_for_no_events(clickhouse: ClickHouse, count_queries: list[str]) -> None:
    assert (storing.store([]), count_queries) == (0, [])
