"""Lists of events find one occurrence of each: the same events, in the same order, as looking at all of them does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import OuterRef, Subquery

from content_types.events.models import Event, EventOccurrence
from content_types.events.occurrences import store_occurrences
from content_types.events.reading import EventRange, build_between_rule, build_overlap_rule
from tests.content_api.test_event_ranges import list_next
from tests.factories.content import make_site
from tests.support.calendar import NOW, make_at, set_now

pytestmark = pytest.mark.django_db
GATE: Any = SimpleNamespace(viewer=SimpleNamespace(now=NOW))
EVENTS = 60
RULES = ("", "FREQ=DAILY;COUNT=40", "FREQ=WEEKLY", "FREQ=MONTHLY;COUNT=9", "FREQ=WEEKLY;INTERVAL=2")
ZONES = ("UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Lima")
HOURS = (0, 1, 2, 23, 24, 50, 200)
"""How long an occurrence takes: also nothing, and so long that the next one has begun."""


@pytest.fixture(scope="module", autouse=True)
def _events(make_once: Any) -> None:
    make_once(make_events)


def make_events() -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        set_now(monkeypatch)
        make_site()
        plant(Random(0), EVENTS)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    set_now(monkeypatch)


def plant(random: Random, number: int) -> None:
    """Events of every kind around March 2027, in which clocks change."""
    for each in range(number):
        start = datetime(2027, 3, 1) + timedelta(hours=random.randrange(24 * 30))
        whole, rule = random.random() < 0.4, random.choice(RULES)
        start = start.replace(hour=0) if whole else start
        hours = 24 * random.randint(1, 3) if whole else random.choice(HOURS)
        second = [(start + timedelta(days=7)).date()] if rule == "FREQ=WEEKLY" and each % 2 else []
        make_at(f"Event {each}", start.isoformat(), (start + timedelta(hours=hours)).isoformat(), rule,
                random.choice(ZONES), all_day=whole, excluded_days=second)  # fmt: skip


def list_ranges(random: Random, number: int) -> list[EventRange]:
    """Ranges under any offset; a third of them begin or end with an occurrence."""
    rows = EventOccurrence.objects.filter(ends_at__lt=datetime(2028, 6, 1, tzinfo=UTC)).order_by(
        "starts_at", "event_id"
    )
    edges = list(rows.values_list("starts_at", "ends_at"))
    found = []
    for each in range(number):
        start = datetime(2027, 2, 25, tzinfo=UTC) + timedelta(minutes=random.randrange(60 * 24 * 45))
        start = random.choice(random.choice(edges)) if each % 3 == 0 else start
        start = start.astimezone(timezone(timedelta(hours=random.randint(-15, 15))))
        found.append(EventRange(start, start + timedelta(minutes=random.choice((1, 60, 1440, 44640)))))
    return found


def list_by_all_occurrences(given: EventRange) -> set[int]:
    rows = EventOccurrence.objects.filter(build_overlap_rule(given.start, given.end))
    return set(rows.values_list("event_id", flat=True))


def list_next_by_all_occurrences(moment: datetime) -> dict[int, datetime | None]:
    rows = EventOccurrence.objects.filter(event=OuterRef("pk"), ends_at__gt=moment).order_by("ends_at")
    return dict(Event.objects.annotate(at=Subquery(rows.values("starts_at")[:1])).values_list("pk", "at"))


@pytest.mark.parametrize("seed", range(3))
def test_a_range_has_the_events_of_which_any_occurrence_is_in_it(seed: int) -> None:
    random, hits = Random(seed), 0
    for given in list_ranges(random, 120):
        found = set(Event.objects.filter(build_between_rule(given, GATE)).values_list("pk", flat=True))
        assert found == list_by_all_occurrences(given), given
        hits += 0 < len(found) < EVENTS
    assert hits > 60


@pytest.mark.parametrize("seed", range(3))
def test_the_next_occurrence_is_the_first_that_is_not_over(seed: int) -> None:
    random = Random(seed)
    for given in list_ranges(random, 60):
        found = list_next(given.start)
        assert len(found) == EVENTS
        instant = set(EventOccurrence.objects.filter(starts_at=given.start, ends_at=given.start).values_list("event_id", flat=True))  # fmt: skip
        wanted = list_next_by_all_occurrences(given.start)
        assert {key: at for key, at in found if key not in instant} == {
            key: at for key, at in wanted.items() if key not in instant
        }
        assert {at for key, at in found if key in instant} <= {given.start}


def test_what_a_migration_fills_is_what_publishing_stores() -> None:
    stored = dict(EventOccurrence.objects.values_list("pk", "next_during"))
    EventOccurrence.objects.update(next_during=None)
    with connection.cursor() as cursor:
        cursor.execute(import_module("content_types.events.migrations.0010_occurrence_next_during").FILL)
    assert dict(EventOccurrence.objects.values_list("pk", "next_during")) == stored
    EventOccurrence.objects.filter(event__title="Event 0").update(next_during=None)
    keys = list(Event.objects.values_list("pk", flat=True))
    assert store_occurrences(keys) > 0 and store_occurrences(keys) == 0
