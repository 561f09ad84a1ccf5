"""Whole days, changes of the clocks and the end of a rule: the API, the admin and an import agree about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from content_types.base.recurrence import normalise_rule
from content_types.events.models import Event, EventOccurrence
from tests.content_api.client import ask
from tests.factories.content import make_event, make_site
from tests.support.admin import find_errors, form_at, sign_in_client
from tests.support.importing import counts, event, ndjson, reasons, run_import

pytestmark = pytest.mark.django_db
QUERY = "{ events { nodes { startsAt endsAt recurrence occurrences { startsAt endsAt } } } }"
BERLIN = "Europe/Berlin"


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def make(start: str, end: str, rule: str = "", zone: str = BERLIN, **fields: Any) -> Event:
    """An event between two wall times of its zone."""
    first, last = (datetime.fromisoformat(each).replace(tzinfo=ZoneInfo(zone)) for each in (start, end))
    return make_event("Meetup", starts_at=first, ends_at=last, time_zone=zone, recurrence=rule, **fields)


def answer() -> dict[str, Any]:
    [found] = ask(Client(), QUERY)["events"]["nodes"]
    return found


def times() -> list[tuple[str, str]]:
    return [(each["startsAt"], each["endsAt"]) for each in answer()["occurrences"]]


WHOLE_DAYS = [
    (BERLIN, "2099-03-22", "2099-03-23", "2099-03-29T00:00:00+01:00", "2099-03-30T00:00:00+02:00"),
    (BERLIN, "2099-10-18", "2099-10-19", "2099-10-25T00:00:00+02:00", "2099-10-26T00:00:00+01:00"),
    (BERLIN, "2099-03-21", "2099-03-23", "2099-03-28T00:00:00+01:00", "2099-03-30T00:00:00+02:00"),
    ("America/Los_Angeles", "2099-03-01", "2099-03-02", "2099-03-08T00:00:00-08:00", "2099-03-09T00:00:00-07:00"),
    ("Australia/Sydney", "2099-03-29", "2099-03-30", "2099-04-05T00:00:00+11:00", "2099-04-06T00:00:00+10:00"),
    ("Africa/Cairo", "2099-04-17", "2099-04-18", "2099-04-24T01:00:00+03:00", "2099-04-25T00:00:00+03:00"),
    ("America/Santiago", "2099-08-29", "2099-08-30", "2099-09-05T00:00:00-04:00", "2099-09-06T01:00:00-03:00"),
    ("America/Havana", "2099-10-25", "2099-10-26", "2099-11-01T00:00:00-04:00", "2099-11-02T00:00:00-05:00"),
    ("Asia/Kolkata", "2099-03-22", "2099-03-23", "2099-03-29T00:00:00+05:30", "2099-03-30T00:00:00+05:30"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "start", "end", "begins", "ends"), WHOLE_DAYS)
def test_whole_days_stay_whole_when_clocks_change(
    zone: str, start: str, end: str, begins: str, ends: str
) -> None:
    make(start, end, "FREQ=WEEKLY;COUNT=3", zone, all_day=True)
    found = times()
    assert len(found) == 3 and found[1] == (begins, ends)


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        ("2099-03-22T00:00", "2099-03-22T23:59", "23"),
        ("2099-03-22T00:00", "2099-03-22T23:59:59", "23"),
        ("2099-03-22T00:00", "2099-03-22T00:00", "23"),
        ("2099-03-22T09:00", "2099-03-22T17:00", "23"),
        ("2099-03-22T12:00", "2099-03-22T12:00", "23"),
        ("2099-03-22T00:00", "2099-03-23T23:59", "24"),
        ("2099-03-22T00:00", "2099-03-23T00:00", "23"),
    ],
)
@pytest.mark.parametrize("rule", ["", "FREQ=WEEKLY;COUNT=2"])
def test_an_event_of_whole_days_ends_with_the_first_moment_after_them(
    start: str, end: str, last: str, rule: str
) -> None:
    make(start, end, rule, all_day=True)
    found = answer()
    expected = ("2099-03-22T00:00:00+01:00", f"2099-03-{last}T00:00:00+01:00")
    assert (found["startsAt"], found["endsAt"]) == expected and times()[0] == expected
    assert len(times()) == (2 if rule else 1)


@pytest.mark.parametrize(
    ("start", "end", "second"),
    [
        ("2099-03-28T18:00", "2099-03-28T20:00", ("29T18:00:00+02:00", "29T20:00:00+02:00")),
        ("2099-03-27T22:00", "2099-03-28T06:00", ("28T22:00:00+01:00", "29T06:00:00+02:00")),
        ("2099-03-28T02:30", "2099-03-28T04:30", ("29T03:30:00+02:00", "29T04:30:00+02:00")),
        ("2099-03-28T02:30", "2099-03-28T03:00", ("29T03:30:00+02:00", "29T04:00:00+02:00")),
        ("2099-03-28T01:30", "2099-03-28T02:30", ("29T01:30:00+01:00", "29T03:30:00+02:00")),
    ],
)
def test_times_on_clocks_are_kept_at_both_ends(start: str, end: str, second: tuple[str, str]) -> None:
    make(start, end, "FREQ=DAILY;COUNT=2")
    assert times()[1] == tuple(f"2099-03-{each}" for each in second)


@pytest.mark.parametrize(
    ("start", "end", "second"),
    [
        ("2099-10-24T22:00", "2099-10-25T06:00", ("25T22:00:00+01:00", "26T06:00:00+01:00")),
        ("2099-10-24T02:30", "2099-10-24T03:30", ("25T02:30:00+02:00", "25T03:30:00+01:00")),
    ],
)
def test_of_an_hour_that_comes_twice_the_first_counts(start: str, end: str, second: tuple[str, str]) -> None:
    make(start, end, "FREQ=DAILY;COUNT=2")
    assert times()[1] == tuple(f"2099-10-{each}" for each in second)


@pytest.mark.parametrize(
    ("until", "days", "all_day"),
    [
        ("20990119", ["05", "12", "19"], False),
        ("20990118", ["05", "12"], False),
        ("20990119T180000", ["05", "12", "19"], False),
        ("20990119T175959", ["05", "12"], False),
        ("20990119T000000", ["05", "12"], False),
        ("20990119T170000Z", ["05", "12", "19"], False),
        ("20990119T165959Z", ["05", "12"], False),
        ("20990119", ["05", "12", "19"], True),
        ("20990119T000000", ["05", "12", "19"], True),
        ("20990118T230000Z", ["05", "12", "19"], True),
        ("20990118T225959Z", ["05", "12"], True),
    ],
)
def test_until_includes_the_last_day_or_moment(until: str, days: list[str], all_day: bool) -> None:
    page = make("2099-01-05T18:00", "2099-01-05T20:00", f"FREQ=WEEKLY;UNTIL={until}", all_day=all_day)
    assert [start[8:10] for start, _ in times()] == days
    page.refresh_from_db()
    assert page.final_end_at == datetime.fromisoformat(times()[-1][1])


@pytest.mark.parametrize("zone", [BERLIN, "Pacific/Auckland", "America/Lima"])
def test_an_event_whose_last_day_is_still_to_come_is_upcoming(zone: str) -> None:
    last = datetime.now(ZoneInfo(zone)).date() + timedelta(days=1)
    make(f"{last - timedelta(days=14)}T18:00", f"{last - timedelta(days=14)}T20:00",
         f"FREQ=WEEKLY;UNTIL={last:%Y%m%d}", zone)  # fmt: skip
    found = ask(Client(), "{ events(filter: {upcoming: true}) { nodes { occurrences { startsAt } } } }")
    [[only]] = [node["occurrences"] for node in found["events"]["nodes"]]
    assert only["startsAt"].startswith(f"{last}T18:00:00")
    assert ask(Client(), "{ events(filter: {upcoming: false}) { totalCount } }")["events"] == {
        "totalCount": 0
    }


def test_the_start_counts_as_the_first_occurrence_of_a_rule_stored_earlier() -> None:
    page = make("2099-01-05T18:00", "2099-01-05T20:00")  # a Monday
    Event.objects.filter(pk=page.pk).update(recurrence="FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    settle_stored_events()
    assert [start[:10] for start, _ in times()] == ["2099-01-05", "2099-01-06", "2099-01-13"]


def settle_stored_events() -> None:
    with connection.schema_editor() as editor:
        import_module("content_types.events.migrations.0004_whole_days").settle_times(apps, editor)
    EventOccurrence.objects.all().delete()
    with connection.schema_editor() as editor:
        import_module("content_types.events.migrations.0006_fill_occurrences").store_occurrences(apps, editor)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("FREQ=WEEKLY;BYDAY=MO, WE;COUNT=2", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=2"),
        ("FREQ=WEEKLY;COUNT=2;", "FREQ=WEEKLY;COUNT=2"),
        ("freq=weekly;byday=mo;count=2", "FREQ=WEEKLY;BYDAY=MO;COUNT=2"),
        ("RRULE:FREQ=WEEKLY;;COUNT=2", "FREQ=WEEKLY;COUNT=2"),
        (" rrule: FREQ = DAILY ; until = 20990106t170000z ", "FREQ=DAILY;UNTIL=20990106T170000Z"),
    ],
)
def test_rules_are_stored_and_answered_as_the_standard_writes_them(typed: str, stored: str) -> None:
    page = make("2099-01-05T18:00", "2099-01-05T20:00")
    assert save(page, recurrence=typed).status_code == 302
    assert (answer()["recurrence"], len(times())) == (stored, 2) and normalise_rule(stored) == stored


def save(page: Event, client: Client | None = None, **changes: Any) -> Any:
    client = client or sign_in_client("Editor")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(
        address, form_at(client, address, "page-edit-form", **changes, **{"action-publish": "1"})
    )


FAULTS = [
    ("FREQ=WEEKLY;BYDAY=MO,XX", "BYDAY=MO,XX: “XX” is not one of MO, TU, WE, TH, FR, SA, SU"),
    ("FREQ=WEEKLY;BYDAY=", "BYDAY=: “” is not one of MO"),
    ("FREQ=WEEKLY;BYDAY", "BYDAY: write a part as NAME=VALUE"),
    ("WEEKLY", "WEEKLY: write a part as NAME=VALUE"),
    ("BYDAY=MO", "FREQ: it is missing"),
    ("FREQ=WEEKLY;FREQ=DAILY", "FREQ=DAILY: give each part once"),
    ("FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY: write DAILY, WEEKLY, MONTHLY or YEARLY"),
    ("FREQ=WEEKLY;EXDATE=20990112", "without EXDATE: a rule cannot leave out or add single days"),
    ("RRULE:FREQ=WEEKLYEXDATE:20990112", "without EXDATE: a rule cannot leave out or add single days"),
    ("FREQ=WEEKLY;RDATE=20990112", "without RDATE"),
    ("DTSTART:20990105T180000RRULE:FREQ=WEEKLY", "without DTSTART"),
    ("FREQ=WEEKLY;UNTIL=2099-01-19", "UNTIL=2099-01-19: write a day as 20270119"),
    ("FREQ=WEEKLY;UNTIL=20990230", "UNTIL=20990230: write a day as 20270119"),
    ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32: “32” is not a number from 1 to 31, or from -1 to -31"),
    ("FREQ=YEARLY;BYMONTH=0", "BYMONTH=0: “0” is not a number from 1 to 12"),
    ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY=1MO: a number before the day needs FREQ=MONTHLY or FREQ=YEARLY"),
    ("FREQ=WEEKLY;INTERVAL=two", "INTERVAL must be a number from 1 to 1000"),
    ("FREQ=WEEKLY;RSCALE=CHINESE", "RSCALE: known parts are FREQ, INTERVAL"),
    ("FREQ=WEEKLY;BYDAY=TU", "The event starts on Mon 2099-01-05, which does not match this rule: start it on Tue 2099-01-06"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "message"), FAULTS[::3])
def test_the_form_names_the_part_of_a_rule_that_is_wrong(rule: str, message: str) -> None:
    page = make("2099-01-05T18:00", "2099-01-05T20:00")
    assert message in find_errors(save(page, recurrence=rule))
    assert answer()["recurrence"] == "" and not page.revisions.exists()


def test_an_import_names_the_part_of_a_rule_that_is_wrong(tmp_path: Path) -> None:
    day = {"startsAt": "2099-01-05T18:00", "endsAt": "2099-01-05T20:00"}
    records = [event(f"e{n}", **day, recurrence=rule) for n, (rule, _) in enumerate(FAULTS)]
    run = run_import(ndjson(tmp_path, *records))
    assert counts(run)[0] == 0 and not Event.objects.exists()
    for (line, reason), (_, message) in zip(reasons(run), FAULTS, strict=True):
        assert reason.startswith("recurrence: ") and message in reason, line


def test_whole_days_are_typed_where_clocks_skip_or_repeat_midnight() -> None:
    page = make("2099-01-05T18:00", "2099-01-05T20:00")
    days = {
        "Africa/Cairo": ("2099-04-24", "2099-04-24T01:00:00+03:00", "2099-04-25T00:00:00+03:00"),
        "America/Havana": ("2099-11-01", "2099-11-01T00:00:00-04:00", "2099-11-02T00:00:00-05:00"),
        BERLIN: ("2099-03-29", "2099-03-29T00:00:00+01:00", "2099-03-30T00:00:00+02:00"),
    }
    client = sign_in_client("Editor")
    for zone, (day, starts, ends) in days.items():
        typed = {"starts_at": f"{day} 00:00", "ends_at": f"{day} 23:59", "time_zone": zone, "all_day": "on"}
        for changes in (typed, {}):  # a second save changes nothing
            assert save(page, client, **changes).status_code == 302
            assert (answer()["startsAt"], answer()["endsAt"]) == (starts, ends)


def test_an_import_of_whole_days_can_be_repeated(tmp_path: Path) -> None:
    times_of = [("2099-03-29T00:00", "2099-03-29T23:59"), ("2099-03-29T00:00", "2099-03-29T00:00"),
                ("2099-03-29T00:00", "2099-03-30T00:00")]  # fmt: skip
    for number, (start, end) in enumerate(times_of):
        path = ndjson(tmp_path, event(f"day{number}", startsAt=start, endsAt=end, allDay=True,
                                      recurrence="freq=weekly; count=2"))  # fmt: skip
        assert counts(run_import(path)) == (1, 0, 0, 0)
        assert counts(run_import(path)) == (0, 0, 1, 0)
    ends = set(Event.objects.values_list("ends_at", "recurrence", "final_end_at"))
    days = [datetime(2099, month, day, 22, tzinfo=UTC) for month, day in ((3, 29), (4, 5))]
    assert ends == {(days[0], "FREQ=WEEKLY;COUNT=2", days[1])}


def test_the_migration_settles_events_that_were_stored_before() -> None:
    page = make("2099-03-22T00:00", "2099-03-22T23:59", "freq=weekly;until=20990329", all_day=True)
    odd = make_event("Odd")
    stale = datetime(2099, 3, 22, 22, 59, tzinfo=UTC)
    rows = Event.objects.filter(pk=page.pk)
    rows.update(ends_at=stale, final_end_at=stale, recurrence="freq=weekly;until=20990329")
    Event.objects.filter(pk=odd.pk).update(recurrence="FREQ=SOMETIMES")
    settle_stored_events()
    page.refresh_from_db()
    assert (page.ends_at, page.final_end_at, page.recurrence) == (
        datetime(2099, 3, 22, 23, tzinfo=UTC), datetime(2099, 3, 29, 22, tzinfo=UTC),
        "FREQ=WEEKLY;UNTIL=20990329",
    )  # fmt: skip
    assert Event.objects.get(pk=odd.pk).recurrence == "FREQ=SOMETIMES"
