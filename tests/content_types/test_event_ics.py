"""Calendars of events: one, a month, and a feed, for programs that read iCalendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from dateutil.rrule import rrulestr
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from cms.ratelimit.limits import Limits
from content_types.events.models import Event, EventIndex, EventOccurrence
from tests.factories.content import index_page, make_language, make_site
from tests.support.calendar import NOW, make_at, set_now

pytestmark = pytest.mark.django_db
FEED = "/events/calendar.ics"


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    make_site()
    set_now(monkeypatch)


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200 and response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(
        len(line) <= 75 for line in response.content.split(b"\r\n")
    ) and b"\n" not in response.content.replace(b"\r\n", b"")
    calendar = icalendar.Calendar.from_ical(response.content)
    assert not calendar.errors
    return calendar


def titles(calendar: icalendar.Calendar) -> list[str]:
    return [str(each["SUMMARY"]) for each in calendar.events]


def publish(page: Event, seconds: int, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    Event.objects.filter(pk=page.pk).update(
        last_published_at=page.first_published_at + timedelta(seconds=seconds)
    )


def test_one_event_says_when_where_and_what(client: Client) -> None:
    title = "Größe; eins, zwei – " + "überlang " * 12
    make_at(title.strip(), "2027-04-06T18:00", "2027-04-06T20:00", slug="meetup", summary="One\nTwo, three",
            venue_address="Street 1\n10115 Berlin", latitude=52.5, longitude=13.25)  # fmt: skip
    [event] = read(client, "/events/meetup.ics").events
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (title.strip(), "One\nTwo, three")
    assert (
        event.start.isoformat() == "2027-04-06T18:00:00+02:00"
        and event.end.isoformat() == "2027-04-06T20:00:00+02:00"
    )
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin" and event["STATUS"] == "CONFIRMED"
    assert event["LOCATION"] == "Town hall, Street 1 10115 Berlin" and event["GEO"].to_ical() == "52.5;13.25"


@pytest.mark.parametrize("path", ["/events/meetup.ics", FEED, f"{FEED}?month=2027-04"])
def test_addresses_lead_to_the_frontend_in_each_language_and_identities_stay(
    client: Client, settings: Any, path: str
) -> None:
    settings.FRONTEND_URL, settings.WAGTAILADMIN_BASE_URL = "https://www.example", "https://cms.example"
    event = make_at("Meetup", "2027-04-06T18:00", "2027-04-06T20:00", slug="meetup")
    make_language("de")
    german = event.copy_for_translation(Locale.objects.get(language_code="de"))
    german.save_revision().publish()
    mark = "&" if "?" in path else "?"
    for page, query, address in (
        (event, "", "/events/meetup/"),
        (german, f"{mark}locale=de", "/de/events/meetup/"),
    ):
        [found] = read(client, path + query).events
        assert found["URL"] == f"https://www.example{address}"
        assert found["UID"] == f"{page.translation_key}-{page.pk}"


RULES = [
    ("FREQ=WEEKLY;COUNT=40", "2027-01-05", "Europe/Berlin", False),
    ("FREQ=WEEKLY;UNTIL=20270406", "2027-03-02", "Europe/Berlin", False),
    ("FREQ=WEEKLY;UNTIL=20270406T180000", "2027-03-02", "America/Lima", False),
    ("FREQ=WEEKLY;UNTIL=20270406T160000Z", "2027-03-02", "Europe/Berlin", False),
    ("FREQ=DAILY;UNTIL=20270406", "2027-03-20", "Pacific/Auckland", True),
    ("FREQ=DAILY;UNTIL=20270405T220000Z", "2027-03-20", "Europe/Berlin", True),
    ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=12", "2027-01-29", "UTC", False),
    ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=28;COUNT=3", "2027-03-28", "Europe/Berlin", True),
]


@pytest.mark.parametrize(("rule", "day", "zone", "all_day"), RULES)
def test_a_rule_means_the_same_to_other_programs(
    client: Client, rule: str, day: str, zone: str, all_day: bool
) -> None:
    make_at("Club", f"{day}T18:00", f"{day}T20:00", rule, zone, all_day=all_day)
    event = read(client, "/events/club.ics").events[0]
    start = (
        event.start
        if isinstance(event.start, datetime)
        else datetime.combine(event.start, datetime.min.time())
    )
    found = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    stored = list(EventOccurrence.objects.order_by("starts_at"))
    days = [each.date() for each in found]
    assert days == [each.first_day for each in stored] and len(days) > 1
    if not all_day:
        assert [each.astimezone(UTC) for each in found] == [each.starts_at for each in stored]


@pytest.mark.parametrize(
    ("all_day", "zone"), [(True, "Europe/Berlin"), (False, "Europe/Berlin"), (False, "UTC")]
)
def test_days_left_out_and_time_zones_are_told(client: Client, all_day: bool, zone: str) -> None:
    left_out = [date(2027, 4, 13), date(2027, 4, 20)]
    make_at(
        "Club",
        "2027-04-06T18:00",
        "2027-04-06T20:00",
        "FREQ=WEEKLY",
        zone,
        all_day=all_day,
        excluded_days=left_out,
    )
    calendar = read(client, "/events/club.ics")
    found = calendar.events[0]["EXDATE"]
    found = [each for one in (found if isinstance(found, list) else [found]) for each in one.dts]
    days = [each.dt if all_day else each.dt.date() for each in found]
    assert days == left_out
    zoned = not all_day and zone != "UTC"
    assert [str(each["TZID"]) for each in calendar.timezones] == ([zone] if zoned else [])


def test_whole_days_have_no_time_and_end_with_the_next_day(client: Client) -> None:
    make_at("Fair", "2027-04-06T00:00", "2027-04-08T00:00", zone="America/Santiago", all_day=True)
    event = read(client, "/events/fair.ics").events[0]
    assert (event.start, event.end) == (date(2027, 4, 6), date(2027, 4, 8))


def test_the_night_in_which_clocks_change_ends_at_its_own_time(client: Client) -> None:
    make_at("Night", "2027-03-26T22:00", "2027-03-27T06:00", "FREQ=DAILY;COUNT=4")
    main, changed = read(client, "/events/night.ics").events
    assert (
        changed["UID"] == main["UID"]
        and changed["RECURRENCE-ID"].dt.isoformat() == "2027-03-27T22:00:00+01:00"
    )
    assert changed.end.isoformat() == "2027-03-28T06:00:00+02:00" and "RRULE" not in changed


def test_the_uid_stays_and_the_sequence_grows(client: Client) -> None:
    page = make_at("Club", "2027-04-06T18:00", "2027-04-06T20:00")
    publish(page, 0)
    first = read(client, "/events/club.ics").events[0]
    publish(page, 90, title="Society", slug="society", status="cancelled")
    second = read(client, "/events/society.ics").events[0]
    assert first["UID"] == second["UID"] and second["SEQUENCE"] == first["SEQUENCE"] + 90
    assert second["STATUS"] == "CANCELLED" and titles(read(client, FEED)) == ["Society"]


def test_a_month_has_each_occurrence_and_the_feed_each_event(client: Client) -> None:
    make_at("Weekly", "2027-03-30T18:00", "2027-03-30T20:00", "FREQ=WEEKLY")
    make_at("Once", "2027-04-10T18:00", "2027-04-10T20:00")
    make_at("May", "2027-05-10T18:00", "2027-05-10T20:00")
    make_at("Draft", "2027-04-10T18:00", "2027-04-10T20:00", live=False)
    make_at("Long over", "2026-01-10T18:00", "2026-01-10T20:00")
    make_at("Just over", "2026-11-10T18:00", "2026-11-10T20:00")
    month = read(client, f"{FEED}?month=2027-04")
    assert (
        titles(month) == ["Weekly", "Once", "Weekly", "Weekly", "Weekly"]
        and len({str(each["UID"]) for each in month.events}) == 5
    )
    assert [each.start.date().day for each in month.events] == [6, 10, 13, 20, 27]
    assert all("RRULE" not in each for each in month.events)
    feed = read(client, FEED)
    assert sorted(titles(feed)) == ["Just over", "May", "Once", "Weekly"]
    assert feed["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    [once] = [each for each in month.events if each["SUMMARY"] == "Once"]
    assert str(once["UID"]) in {str(each["UID"]) for each in feed.events}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("month=2027-13", "month: “2027-13” is not a month: write it as 2027-04."),
        ("month=april", "is not a month"),
        ("month=", "is not a month"),
        ("month=9999-12", "month: 9999-12 is out of range: give a month from 2024-11 to 2028-11."),
        ("month=0000-01", "out of range"),
        ("month=2027-04&locale=xx", "locale: “xx” is not a language of this site: give one of en, de."),
    ],
)
def test_what_makes_no_sense_is_rejected(client: Client, query: str, message: str) -> None:
    response = client.get(f"{FEED}?{query}")
    assert response.status_code == 400 and message in response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8" and response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["draft", "login", "expired"])
def test_hidden_events_are_in_no_calendar(client: Client, kind: str) -> None:
    page = make_at("Secret", "2027-04-10T18:00", "2027-04-10T20:00", live=kind != "draft")
    if kind == "login":
        PageViewRestriction.objects.create(page=index_page(EventIndex), restriction_type="login")
    if kind == "expired":
        Event.objects.filter(pk=page.pk).update(expire_at=NOW - timedelta(minutes=1))
    assert client.get("/events/secret.ics").status_code == 404
    assert titles(read(client, FEED)) == titles(read(client, f"{FEED}?month=2027-04")) == []


def test_a_calendar_speaks_one_language(client: Client) -> None:
    german = make_language("de")
    make_at(
        "Treffen", "2027-04-10T18:00", "2027-04-10T20:00", under=index_page(EventIndex, german), slug="meetup"
    )
    make_at("Meetup", "2027-04-10T18:00", "2027-04-10T20:00")
    assert titles(read(client, "/events/meetup.ics")) == titles(read(client, FEED)) == ["Meetup"]
    assert titles(read(client, "/events/meetup.ics?locale=de")) == ["Treffen"]
    assert titles(read(client, f"{FEED}?month=2027-04&locale=de")) == ["Treffen"]


def test_calendars_are_kept_by_caches_until_something_changes(client: Client) -> None:
    page = make_at("Club", "2027-04-06T18:00", "2027-04-06T20:00")
    publish(page, 0)
    response = client.get(FEED)
    assert response["Cache-Control"] == "public, no-cache"
    again = client.get(FEED, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304 and again["ETag"] == response["ETag"] and again.content == b""
    publish(page, 5, title="Society")
    assert client.get(FEED, headers={"If-None-Match": response["ETag"]}).status_code == 200
    assert client.post(FEED).status_code == 405


def test_calendars_take_from_the_points_of_a_client(client: Client, settings: Any) -> None:
    settings.API_LIMITS = {name: Limits(bucket=1000, restore=1) for name in settings.API_LIMITS}
    found = [client.get(FEED, REMOTE_ADDR="192.0.2.77").status_code for _ in range(22)]
    assert found[:20] == [200] * 20 and found[-1] == 429
    rejected = client.get(FEED, REMOTE_ADDR="192.0.2.77")
    assert int(rejected["Retry-After"]) > 0 and b"try again in" in rejected.content


@pytest.mark.parametrize("address", [FEED, f"{FEED}?month=2027-04"])
def test_a_calendar_costs_the_same_statements_for_few_and_many(client: Client, address: str) -> None:
    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    make_at("One", "2027-04-10T18:00", "2027-04-10T20:00", "FREQ=WEEKLY")
    few = count()
    for number in range(8):
        make_at(f"Daily {number}", "2027-03-10T18:00", "2027-03-10T20:00", "FREQ=DAILY")
    assert count() == few


def test_calendars_say_when_they_changed_last(client: Client) -> None:
    page = make_at("Club", "2027-04-06T18:00", "2027-04-06T20:00")
    publish(page, 60)
    event = read(client, "/events/club.ics").events[0]
    assert (
        event["DTSTAMP"].dt
        == event["LAST-MODIFIED"].dt
        == page.first_published_at.replace(microsecond=0) + timedelta(seconds=60)
    )
