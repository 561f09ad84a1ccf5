"""Lists of events by a range of time: what is next, offsets that are rejected, and what a range looks at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client

from content_types.events.models import Event, EventOccurrence
from content_types.events.occurrences import build_next_relation
from content_types.events.reading import build_first_rule
from tests.content_api.client import codes, post
from tests.factories.content import make_site
from tests.support.calendar import make_at, set_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    make_site()
    set_now(monkeypatch)


def list_next(moment: datetime) -> Sequence[tuple[int, datetime | None]]:
    rows = Event.objects.annotate(next=build_next_relation(moment))
    return list(rows.values_list("pk", "next__starts_at"))


def test_a_day_left_out_later_moves_what_is_next() -> None:
    event = make_at("Weekly", "2027-04-06T18:00", "2027-04-06T20:00", "FREQ=WEEKLY;COUNT=3", "UTC")
    moment = datetime(2027, 4, 7, tzinfo=UTC)
    assert [at for key, at in list_next(moment)] == [datetime(2027, 4, 13, 18, tzinfo=UTC)]
    event.excluded_days = [date(2027, 4, 13)]
    event.save_revision().publish()
    assert [at for key, at in list_next(moment)] == [datetime(2027, 4, 20, 18, tzinfo=UTC)]


FAR = [
    ('{ events(filter: {between: {from: "2027-04-01T00:00:00%s", to: "2027-05-01T00:00:00Z"}}) { totalCount } }', "between"),
    ('{ events(filter: {startsAfter: "2027-04-01T00:00:00%s"}) { totalCount } }', "startsAfter"),
    ('{ events { nodes { occurrences(to: "2027-04-01T00:00:00%s") { startsAt } } } }', "to"),
    ('{ redirects(changedSince: "2027-04-01T00:00:00%s") { totalCount } }', "changedSince"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "name"), FAR, ids=[name for _query, name in FAR])
def test_an_offset_that_no_place_has_is_rejected_everywhere(client: Client, query: str, name: str) -> None:
    make_at("Once", "2027-04-10T18:00", "2027-04-10T20:00")
    assert "errors" not in post(client, query % "+14:00")
    answer = post(client, query % "-16:00")
    assert codes(answer) == ["BAD_USER_INPUT"], answer
    assert (
        name in answer["errors"][0]["message"] and "-16:00 is out of range" in answer["errors"][0]["message"]
    )


def test_a_range_looks_at_few_occurrences_of_an_event_that_repeats_often() -> None:
    make_at("Daily", "2026-12-01T18:00", "2026-12-01T20:00", "FREQ=DAILY", "UTC")
    start, end = datetime(2027, 4, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC)
    rows = EventOccurrence.objects.filter(build_first_rule(start, end)).order_by()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_eventoccurrence")
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert rows.count() == 3 and "events_occurrence_next" in rows.explain()
