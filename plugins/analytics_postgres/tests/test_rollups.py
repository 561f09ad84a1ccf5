"""Days are counted from events, each once, and bounded whatever is sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from redis.exceptions import ConnectionError as AwayError

from cms.plugin_api import EventSubject
from cms.testing.conformance.analytics_events import DAY, NOON, TODAY, TOOL, build_event
from plugins.analytics_postgres import retention, rollups, sketches
from plugins.analytics_postgres.answering import find_timeline, find_top_referrers, find_top_values
from plugins.analytics_postgres.models import DailyCount, RollupProgress, VisitRecord
from plugins.analytics_postgres.rollups import OTHER, roll_up
from plugins.analytics_postgres.sketches import FEW
from plugins.analytics_postgres.storing import store

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def search(query: str) -> Any:
    return build_event(subject=EventSubject(), type="search", props={"query": query, "results": 1})


def list_days() -> list[tuple[Any, ...]]:
    return list(
        DailyCount.objects.order_by(
            "day", "whole", "kind", "subject", "path", "type", "prop", "value"
        ).values_list("day", "whole", "subject", "path", "type", "prop", "value", "events", "visitors")
    )


def test_events_are_counted_once_however_often_it_runs() -> None:
    store([build_event(referrer="a.example"), build_event()])
    assert roll_up() == "2 events counted in 4 rows of days."
    counted = list_days()
    assert roll_up() == "0 events counted in 0 rows of days."
    assert list_days() == counted


def test_counting_begins_again_where_tables_were_emptied() -> None:
    RollupProgress.objects.all().delete()
    assert roll_up() == "0 events counted in 0 rows of days."
    store([build_event()])
    assert roll_up() == "1 events counted in 2 rows of days."


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_slices_add_up_to_the_same(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    visitors = [f"{number:032x}" for number in range(4)]
    events = [
        build_event(
            NOON + timedelta(hours=each % 30), visitor=visitors[each % 4], referrer=f"{each % 3}.example"
        )
        for each in range(20)
    ]
    store(events)
    monkeypatch.setattr(rollups, "SLICE", size)
    roll_up()
    found = [(each.day, each.events, each.visitors) for each in find_timeline(TOOL, TODAY, TODAY + 2 * DAY)]
    assert found == [(TODAY, 12, 4), (TODAY + DAY, 8, 4)]
    assert sum(each.events for each in find_top_referrers(None, TODAY, TODAY + 2 * DAY, 9)) == 20


@pytest.mark.parametrize("size", [1, 2, 5])
def test_parts_of_a_slice_add_up_to_the_same(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """With values that are too many: those of a day are in one part, however many they are."""
    monkeypatch.setattr(rollups, "MOST_VALUES", {True: 2, False: 1})
    events = [build_event(NOON + each % 2 * DAY, referrer=f"{each % 4}.example") for each in range(20)]
    store(events)
    roll_up()
    whole = list_days()
    DailyCount.objects.all().delete()
    RollupProgress.objects.all().delete()
    monkeypatch.setattr(rollups, "PART", size)
    assert roll_up() == f"20 events counted in {len(whole)} rows of days."
    assert list_days() == whole


def test_no_more_than_a_part_of_a_slice_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    store([build_event(NOON + each * DAY) for each in range(6)])
    monkeypatch.setattr(rollups, "PART", 4)
    sizes: list[int] = []
    store_rows = rollups.store_rows

    def note_size(cursor: Any, rows: list[rollups.Row]) -> int:
        sizes.append(len(rows))
        return store_rows(cursor, rows)

    monkeypatch.setattr(rollups, "store_rows", note_size)
    roll_up()
    assert sizes == [4, 4, 4]


def test_a_run_that_fails_has_counted_whole_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    store([build_event() for _ in range(4)])
    monkeypatch.setattr(rollups, "SLICE", 2)
    stored = iter([rollups.store_rows, fail])
    with monkeypatch.context() as broken:
        broken.setattr(rollups, "store_rows", lambda *given: next(stored)(*given))
        with pytest.raises(OSError, match="disk full"):
            roll_up()
    assert [each.events for each in find_timeline(TOOL, TODAY, TODAY + DAY)] == [2]
    assert roll_up().startswith("2 events")
    assert [each.events for each in find_timeline(TOOL, TODAY, TODAY + DAY)] == [4]


def fail(*given: Any) -> Any:
    raise OSError("disk full")


def test_days_outlive_their_events(plugin_settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    store([build_event(), build_event()])
    assert retention.drop_old() == "1 months of events dropped, 0 rows of counts deleted."
    assert VisitRecord.objects.count() == 0
    store([build_event(NOON + timedelta(hours=1))])
    roll_up()
    (found,) = find_timeline(TOOL, TODAY, TODAY + DAY)
    assert found.events == 3, "a late event is added, though the others are gone"


def test_old_days_are_deleted(plugin_settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin_settings("analytics_postgres", kept_count_months=2)
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    store([build_event(), build_event(LATER - 30 * DAY)])
    assert retention.drop_old() == "1 months of events dropped, 3 rows of counts deleted."
    assert {each[0] for each in list_days()} == {(LATER - 30 * DAY).date()}


def test_visitors_of_old_days_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    store([build_event(visitor=uuid4().hex) for _ in range(FEW + 1)])
    store([build_event(LATER - DAY)])
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    retention.drop_old()
    old = DailyCount.objects.get(day=TODAY, whole=True, prop="")
    assert (old.seen, old.sketch, old.visitors) == ([], None, pytest.approx(FEW + 1, abs=2))
    assert len(DailyCount.objects.get(day=(LATER - DAY).date(), whole=True).seen or ()) == 1


@pytest.mark.parametrize("number", [FEW - 1, FEW, FEW + 1, 400])
def test_few_visitors_are_counted_exactly_and_many_by_a_sketch(number: int) -> None:
    events = [build_event() for _ in range(number)]
    store(events[: number // 2])
    roll_up()
    store(events[number // 2 :])
    roll_up()
    row = DailyCount.objects.get(whole=False)
    assert row.visitors == (number if number <= FEW else pytest.approx(number, rel=0.05))
    assert (row.sketch is None, row.seen is None) == (number <= FEW, number > FEW)


def test_values_that_are_too_many_are_counted_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rollups.MOST_VALUES, True, 3)
    store([search(each) for each in ("a", "b", "b")])
    roll_up()
    store(
        [search(f"rubbish {number}") for number in range(20)]
        + [search("often"), search("often"), search("a")]
    )
    roll_up()
    store([search(f"more {number}") for number in range(5)])
    roll_up()
    found = find_top_values("search", "query", TODAY, TODAY + DAY, 50)
    assert [(each.value, each.events) for each in found] == [("a", 2), ("b", 2), ("often", 2)]
    other = DailyCount.objects.get(value=OTHER)
    assert (other.events, other.visitors) == (25, 25)


def test_referrers_of_a_subject_are_bounded() -> None:
    store([build_event(referrer=f"{number}.example") for number in range(150)])
    roll_up()
    assert len(find_top_referrers(TOOL, TODAY, TODAY + DAY, 1000)) == 100
    assert len(find_top_referrers(None, TODAY, TODAY + DAY, 1000)) == 150


def test_nothing_is_counted_while_valkey_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    store([build_event() for _ in range(FEW + 1)])
    with monkeypatch.context() as away:
        away.setattr(sketches, "connect", lambda: (_ for _ in ()).throw(AwayError("gone")))
        with pytest.raises(AwayError):
            roll_up()
    assert (list_days(), RollupProgress.objects.get().number) == ([], 0)
    assert roll_up().startswith(f"{FEW + 1} events")
