"""Events in the admin: the messages of the form, related solutions, and the listing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.identity.models import User
from content_types.events.models import Event, EventOccurrence, Registration
from tests.factories.content import make_event, make_site, make_solution, make_user, make_vendor
from tests.support.admin import find_errors, form_at, rows_in, sign_in_client

pytestmark = pytest.mark.django_db
LISTING = "/admin/events/"


@pytest.fixture(scope="module")
def person(make_once: Any) -> Any:
    return make_once(make_editor)


def make_editor() -> User:
    make_site()
    return make_user(groups=("Editor",))


@pytest.fixture
def editor(person: User) -> Client:
    return sign_in_client(user=person)


def send(client: Client, page: Event, action: str = "action-publish", **changes: Any) -> HttpResponse:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, form_at(client, address, "page-edit-form", **changes, **{action: "1"}))


def test_time_zones_are_found_by_typing_and_new_events_have_the_sites(editor: Client, settings: Any) -> None:
    page = make_event("Meetup", time_zone="Europe/Berlin")
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert '<input type="text" name="time_zone" value="Europe/Berlin"' in html
    assert 'list="id_time_zone_names"' in html and '<datalist id="id_time_zone_names">' in html
    assert '<option value="America/Lima">' in html
    settings.TIME_ZONE = "Asia/Tokyo"
    address = reverse("wagtailadmin_pages:add", args=["events", "event", page.get_parent().pk])
    assert 'name="time_zone" value="Asia/Tokyo"' in editor.get(address).content.decode()


TIMES = {"starts_at": "2027-04-06 18:00", "ends_at": "2027-04-06 20:00", "time_zone": "Europe/Berlin"}


@pytest.mark.parametrize(
    ("given", "dates", "message"),
    [
        ({}, ["Tuesday 6 April 2027, 18:00–20:00"], ""),
        (
            {"recurrence": "freq=weekly; count=3", "excluded_days": "2027-04-13"},
            ["Tuesday 6 April 2027, 18:00–20:00", "Tuesday 20 April 2027, 18:00–20:00"],
            "",
        ),
        (
            {"recurrence": "FREQ=WEEKLY;COUNT=2", "all_day": "on"},
            ["Tuesday 6 April 2027", "Tuesday 13 April 2027"],
            "",
        ),
        (
            {"ends_at": "2027-04-08 20:00", "all_day": "on"},
            ["Tuesday 6 April 2027 – Thursday 8 April 2027"],
            "",
        ),
        (
            {"starts_at": "2027-04-06 22:00", "ends_at": "2027-04-07 02:00"},
            ["Tuesday 6 April 2027, 22:00 – Wednesday 7 April 2027, 02:00"],
            "",
        ),
        ({"starts_at": ""}, [], "Give the start and the end to see the dates."),
        ({"starts_at": "2020-01-01 10:00", "ends_at": "2020-01-01 11:00"}, [], "All dates are over."),
        ({"ends_at": "2027-04-05 20:00"}, [], "Ends: The event ends before it starts."),
        ({"recurrence": "FREQ=HOURLY"}, [], "Repeats: Events can repeat no more than once a day."),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO"}, [], "Repeats: The event starts on Tue 2027-04-06"),
        (
            {"recurrence": "FREQ=WEEKLY", "excluded_days": "2027-04-14"},
            [],
            "Days left out: The event does not",
        ),
        (
            {"recurrence": "FREQ=WEEKLY", "excluded_days": "soon"},
            [],
            "“soon” is not a day: write it as 2027-12-24.",
        ),
        ({"time_zone": "Mars/Olympus"}, [], "Time zone: “Mars/Olympus” is not an IANA time zone"),
        (
            {"starts_at": "9999-01-01 00:00", "ends_at": "9999-01-01 00:00"},
            [],
            "The year 9999 is out of range",
        ),
    ],
)
def test_the_next_dates_are_shown_while_an_event_is_edited(
    editor: Client, given: dict[str, str], dates: list[str], message: str
) -> None:
    found = editor.get("/admin/event-dates/", {**TIMES, **given}).json()
    assert found["dates"] == dates and message in found["message"] and bool(message) == bool(found["message"])


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=YEARLY;BYMONTH=4;BYDAY=1TU"])
def test_the_dates_shown_are_those_that_are_stored(editor: Client, rule: str) -> None:
    found = editor.get("/admin/event-dates/", {**TIMES, "recurrence": rule}).json()
    assert found["message"] == "…and more." and len(found["dates"]) == 10
    make_event(
        "Meetup", starts_at=datetime(2027, 4, 6, 16, tzinfo=UTC), time_zone="Europe/Berlin", recurrence=rule
    )
    stored = EventOccurrence.objects.order_by("starts_at").values_list("first_day", flat=True)[:10]
    assert [f"{day:%A} {day.day} {day:%B %Y}, 18:00–20:00" for day in stored] == found["dates"]


def test_the_next_dates_are_for_people_of_the_admin(client: Client) -> None:
    assert client.get("/admin/event-dates/", TIMES).status_code == 302


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2027-04-20\r\n\r\n2027-04-13", ["2027-04-13", "2027-04-20"]),
        ("2027-04-13, 2027-04-13", ["2027-04-13"]),
        ("", []),
    ],
)
def test_days_left_out_are_typed_one_a_line(editor: Client, typed: str, stored: list[str]) -> None:
    start = datetime(2027, 4, 6, 16, tzinfo=UTC)
    page = make_event("Meetup", starts_at=start, time_zone="Europe/Berlin", recurrence="FREQ=WEEKLY;COUNT=4")
    assert send(editor, page, excluded_days=typed).status_code == 302
    page.refresh_from_db()
    assert list(map(str, page.excluded_days)) == stored
    assert EventOccurrence.objects.count() == 4 - len(stored)
    assert "not a day" in find_errors(send(editor, page, excluded_days="13.4.2027"))


def test_related_solutions_are_chosen_one_by_one_and_kept_once(editor: Client) -> None:
    page, first, second = make_event("Meetup"), make_solution("Atlas"), make_solution("Quill")
    chosen = [second, first, second]
    rows: dict[str, Any] = {"related_solutions-count": "3"}
    for place, solution in enumerate(chosen):
        prefix = f"related_solutions-{place}"
        rows |= {
            f"{prefix}-order": place,
            f"{prefix}-deleted": "",
            f"{prefix}-value": solution.pk,
            f"{prefix}-id": "",
        }
    assert send(editor, page, **rows).status_code == 302
    assert set(Event.objects.get().related_solutions.all()) == {first, second}
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Atlas" in html
    assert send(editor, page).status_code == 302
    assert not Event.objects.get().related_solutions.exists()


LISTED = {
    "": ["Weekly", "Coming", "Over"],
    "?when=upcoming": ["Weekly", "Coming"],
    "?ordering=-starts_at": ["Coming", "Weekly", "Over"],
    "?when=past": ["Over"],
    "?attendance_mode=online": ["Coming"],
    "?status=cancelled": ["Over"],
    "?q=north": ["Weekly"],
    "?ordering=starts_at": ["Over", "Weekly", "Coming"],
}


def test_the_listing_filters_searches_and_orders(editor: Client) -> None:
    now = datetime.now(UTC)
    make_event(
        "Coming", starts_at=now + timedelta(days=5), attendance_mode="online", join_url="https://example.com/"
    )
    make_event(
        "Weekly",
        starts_at=now - timedelta(days=20),
        recurrence="FREQ=WEEKLY",
        organiser=make_vendor("Northwind"),
    )
    make_event("Over", starts_at=now - timedelta(days=30), status="cancelled")
    shown = {query: rows_in(editor.get(LISTING + query)) for query in LISTED}
    assert {query: [title.split()[0] for title in rows] for query, rows in shown.items()} == LISTED


def test_the_listing_shows_the_time_of_the_place(editor: Client) -> None:
    make_event("Meetup", starts_at=datetime(2027, 7, 1, 16, 0, tzinfo=UTC), time_zone="Europe/Berlin")
    assert "1 July 2027, 18:00 (Europe/Berlin)" in editor.get(LISTING).content.decode()


def test_the_listing_costs_the_same_for_3_and_for_9_rows(editor: Client) -> None:
    def add(rows: int) -> None:
        for _ in range(rows):
            make_event(organiser=make_vendor())

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(LISTING).status_code == 200
        return len(captured)

    add(3)
    statements()
    few = statements()
    add(6)
    assert statements() == few


def make_registration(event: Event, name: str, **values: Any) -> Registration:
    return Registration.objects.create(event=event, name=name, email=f"{name}@example.org".lower(), **values)


def test_registrations_are_listed_filtered_searched_and_exported(editor: Client) -> None:
    meetup, weekly = make_event("Meetup"), make_event("Weekly")
    make_registration(meetup, "Ada")
    make_registration(meetup, "Bea", state="cancelled")
    make_registration(weekly, "Cem")
    page = "/admin/events/registrations/"
    assert rows_in(editor.get(page)) == ["Cem", "Bea", "Ada"]
    assert rows_in(editor.get(f"{page}?event={meetup.pk}&state=confirmed")) == ["Ada"]
    assert rows_in(editor.get(f"{page}?q=cem@")) == ["Cem"]
    export = b"".join(editor.get(f"{page}?export=csv&q=ada").streaming_content).decode()  # type: ignore[attr-defined]
    assert export.splitlines()[1].startswith("Meetup,Ada,ada@example.org,confirmed,")


@pytest.mark.parametrize(("role", "status"), [("Administrator", 200), ("Moderator", 302), ("Vendor", 302)])
def test_registrations_are_for_those_who_keep_events(role: str, status: int) -> None:
    make_site()
    make_registration(make_event("Meetup"), "Ada")
    answer = sign_in_client(role).get("/admin/events/registrations/")
    assert answer.status_code == status and (b"ada@example.org" in answer.content) is (status == 200)


def test_listing_registrations_costs_the_same_for_5_and_for_50_rows(editor: Client) -> None:
    events = [make_event(f"Event {n}") for n in range(5)]

    def statements(rows: int) -> int:
        for n in range(rows):
            make_registration(events[n % 5], f"P{Registration.objects.count()}")
        editor.get("/admin/events/registrations/")
        with CaptureQueriesContext(connection) as captured:
            assert editor.get("/admin/events/registrations/").status_code == 200
        return len(captured)

    assert statements(5) == statements(45)
