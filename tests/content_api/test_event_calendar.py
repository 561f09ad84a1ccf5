"""Events by when they take place: ranges, the next occurrence, and calendars, in SQL and through the gate."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import PageViewRestriction

from content_types.events.models import EventIndex, EventOccurrence
from content_types.events.reading import build_overlap_rule
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import (
    index_page,
    make_category,
    make_event,
    make_site,
    make_solution,
)
from tests.support.calendar import make_at, set_now

pytestmark = pytest.mark.django_db
BETWEEN = """query($from: DateTime!, $to: DateTime!) { events(filter: {between: {from: $from, to: $to}}, first: 100) {
  totalCount nodes { title } } }"""
APRIL = {"from": "2027-04-01T00:00:00+02:00", "to": "2027-05-01T00:00:00+02:00"}
CALENDAR = """query($from: Date!, $to: Date!, $by: CalendarUnit!, $filter: EventFilter) {
  eventCalendar(from: $from, to: $to, by: $by, filter: $filter) { start count } }"""


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    make_site()
    set_now(monkeypatch)


def titles(client: Client, **given: str) -> set[str]:
    found = ask(client, BETWEEN, **given)["events"]
    assert found["totalCount"] == len(found["nodes"])
    return {each["title"] for each in found["nodes"]}


SEVEN = {
    "Once", "Weekly since March", "Long over", "Over the turn", "Whole last day", "Whole first day", "Cancelled",
}  # fmt: skip


def plant_april() -> None:
    """Seven events that take place in April 2027, and some that nearly do."""
    make_at("Once", "2027-04-10T18:00", "2027-04-10T20:00")
    make_at("Weekly since March", "2027-03-02T18:00", "2027-03-02T20:00", "FREQ=WEEKLY")
    make_at("Long over", "2026-01-15T18:00", "2026-01-15T20:00", "FREQ=MONTHLY;COUNT=30")
    make_at("Over the turn", "2027-03-30T09:00", "2027-04-02T17:00")
    make_at("Whole last day", "2027-04-30T00:00", "2027-05-01T00:00", zone="America/Lima", all_day=True)
    make_at("Whole first day", "2027-04-01T00:00", "2027-04-02T00:00", zone="Asia/Tokyo", all_day=True)
    make_at("Cancelled", "2027-04-11T18:00", "2027-04-11T20:00", status="cancelled")
    make_at("Ends as April begins", "2027-03-31T20:00", "2027-04-01T00:00")
    make_at("Starts as May begins", "2027-05-01T00:00", "2027-05-01T02:00")
    make_at("Whole first of May", "2027-05-01T00:00", "2027-05-02T00:00", zone="Asia/Tokyo", all_day=True)
    make_at("Draft", "2027-04-10T18:00", "2027-04-10T20:00", live=False)
    make_at("Skips April", "2027-03-10T18:00", "2027-03-10T20:00", "FREQ=MONTHLY;INTERVAL=2")
    make_at("Left out", "2027-03-08T18:00", "2027-03-08T20:00", "FREQ=MONTHLY;COUNT=2",
            excluded_days=[date(2027, 4, 8)])  # fmt: skip


def test_a_month_has_the_events_that_take_place_in_it(client: Client) -> None:
    plant_april()
    assert titles(client, **APRIL) == SEVEN


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2027-04-06T17:59:59+02:00", "2027-04-06T18:00:00+02:00", False),
        ("2027-04-06T17:59:59+02:00", "2027-04-06T18:00:01+02:00", True),
        ("2027-04-06T19:00:00+02:00", "2027-04-06T19:00:01+02:00", True),
        ("2027-04-06T20:00:00+02:00", "2027-04-07T20:00:00+02:00", False),
        ("2027-04-13T00:00:00Z", "2027-04-14T00:00:00Z", True),
        ("2027-04-07T00:00:00Z", "2027-04-13T00:00:00Z", False),
    ],
)
def test_a_range_begins_with_its_first_moment_and_ends_before_its_last(
    client: Client, start: str, end: str, found: bool
) -> None:
    make_at("Weekly", "2027-04-06T18:00", "2027-04-06T20:00", "FREQ=WEEKLY;COUNT=2")
    assert titles(client, **{"from": start, "to": end}) == ({"Weekly"} if found else set())


BAD_RANGES = [
    ("2027-05-01T00:00:00Z", "2027-04-01T00:00:00Z", ".to: ", "is not after"),
    ("2027-04-01T00:00:00Z", "2027-04-01T00:00:00Z", ".to: ", "is not after"),
    (
        "9999-12-01T00:00:00Z",
        "9999-12-31T00:00:00Z",
        ".from: ",
        "out of range: occurrences are known from 2024-11-27",
    ),
    ("2027-04-01T00:00:00Z", "2427-04-01T00:00:00Z", ".to: ", "to 2028-11-28"),
    ("1970-01-01T00:00:00Z", "2027-04-01T00:00:00Z", ".from: ", "out of range"),
    ("2027-04-01T00:00:00", "2027-05-01T00:00:00Z", ".from: ", "no offset: write 2027-04-01T00:00:00Z"),
    ("2027-04-01T00:00:00Z", "2027-05-01", ".to: ", "no offset: write 2027-05-01T00:00:00Z"),
]


@pytest.mark.parametrize(("start", "end", "place", "message"), BAD_RANGES)
def test_a_wrong_range_is_rejected_by_name_place_and_remedy(
    client: Client, start: str, end: str, place: str, message: str
) -> None:
    make_at("Once", "2027-04-10T18:00", "2027-04-10T20:00")
    answer = post(client, BETWEEN, **{"from": start, "to": end})
    assert codes(answer) == ["BAD_USER_INPUT"] and answer["data"] is None
    assert answer["errors"][0]["message"].startswith(f"filter.between{place}")
    assert message in answer["errors"][0]["message"]
    inner = """query($from: DateTime, $to: DateTime) { events { nodes { title occurrences(from: $from, to: $to) { startsAt } } } }"""
    answer = post(client, inner, **{"from": start, "to": end})
    assert codes(answer) == ["BAD_USER_INPUT"]
    assert answer["errors"][0]["message"].startswith(f"occurrences{place}") and message in str(
        answer["errors"]
    )


def test_occurrences_of_a_range_and_the_next_one(client: Client) -> None:
    make_at("Weekly", "2026-11-03T18:00", "2026-11-03T20:00", "FREQ=WEEKLY;COUNT=30")
    query = """query($from: DateTime, $to: DateTime, $first: Int) { event(slug: "weekly") {
      nextOccurrence { startsAt endsAt } occurrences(from: $from, to: $to, first: $first) { startsAt } } }"""

    def ask_days(**given: Any) -> list[str]:
        return [each["startsAt"][:10] for each in ask(client, query, **given)["event"]["occurrences"]]

    assert ask(client, query)["event"]["nextOccurrence"] == {
        "startsAt": "2026-12-01T18:00:00+01:00", "endsAt": "2026-12-01T20:00:00+01:00",
    }  # fmt: skip
    assert len(ask_days()) == 26 and ask_days(first=1) == ["2026-12-01"] and ask_days(first=0) == []
    assert ask_days(**APRIL) == ["2027-04-06", "2027-04-13", "2027-04-20", "2027-04-27"]
    assert ask_days(**{"from": "2026-11-01T00:00:00Z", "first": 2}) == ["2026-11-03", "2026-11-10"]
    assert ask_days(to="2026-12-08T17:00:01Z") == ["2026-12-01", "2026-12-08"]
    assert "first must be from 0 to 100" in str(post(client, query, first=101)["errors"])


def test_what_is_over_has_no_next_occurrence_and_stands_last(client: Client) -> None:
    make_at("Over", "2026-11-03T18:00", "2026-11-03T20:00")
    make_at("Over earlier", "2026-10-03T18:00", "2026-10-03T20:00")
    make_at("Later", "2026-12-24T18:00", "2026-12-24T20:00")
    make_at("Weekly", "2025-11-04T18:00", "2025-11-04T20:00", "FREQ=WEEKLY")
    make_at("Running", "2026-11-28T08:00", "2026-11-28T20:00")
    query = "query($after: String) { events(orderBy: [NEXT_ASC], first: 2, after: $after) { nodes { title nextOccurrence { startsAt } } pageInfo { endCursor hasNextPage } } }"
    found, after = [], None
    while True:
        page = ask(client, query, after=after)["events"]
        found += [
            (each["title"], each["nextOccurrence"] and each["nextOccurrence"]["startsAt"][:10])
            for each in page["nodes"]
        ]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == [
        ("Running", "2026-11-28"), ("Weekly", "2026-12-01"), ("Later", "2026-12-24"), ("Over", None), ("Over earlier", None),
    ]  # fmt: skip


def test_the_events_of_a_range_stand_in_the_order_of_the_range(client: Client) -> None:
    make_at("Monthly", "2026-12-20T18:00", "2026-12-20T20:00", "FREQ=MONTHLY")
    make_at("Once", "2027-04-10T18:00", "2027-04-10T20:00")
    make_at("Weekly", "2026-12-01T18:00", "2026-12-01T20:00", "FREQ=WEEKLY")
    query = BETWEEN.replace("first: 100", "first: 100, orderBy: [NEXT_ASC]")
    assert [each["title"] for each in ask(client, query, **APRIL)["events"]["nodes"]] == [
        "Weekly",
        "Once",
        "Monthly",
    ]


def test_a_calendar_counts_days_and_months_of_the_events_own_zone(client: Client) -> None:
    make_at("Late", "2027-04-30T23:00", "2027-05-01T01:00", zone="America/Lima")
    make_at("Weekly", "2027-04-23T18:00", "2027-04-23T20:00", "FREQ=WEEKLY;COUNT=2")
    make_at("Whole", "2027-04-29T00:00", "2027-05-01T00:00", zone="Asia/Tokyo", all_day=True)
    make_at("Draft", "2027-04-23T18:00", "2027-04-23T20:00", live=False)
    make_at("Off", "2027-04-23T18:00", "2027-04-23T20:00", status="cancelled")
    given = {"from": "2027-04-01", "to": "2027-05-31", "filter": {"status": ["SCHEDULED"]}}
    days = ask(client, CALENDAR, by="DAY", **given)["eventCalendar"]
    assert {each["start"]: each["count"] for each in days} == {
        "2027-04-23": 1, "2027-04-29": 1, "2027-04-30": 3, "2027-05-01": 1,
    }  # fmt: skip
    assert [each["start"] for each in days] == sorted(each["start"] for each in days)
    months = ask(client, CALENDAR, by="MONTH", **given)["eventCalendar"]
    assert months == [{"start": "2027-04-01", "count": 4}, {"start": "2027-05-01", "count": 1}]
    all_states = ask(client, CALENDAR, by="MONTH", **{**given, "filter": None})["eventCalendar"]
    assert all_states[0]["count"] == 5


@pytest.mark.parametrize(
    ("start", "end", "unit", "argument", "message"),
    [
        ("2027-05-01", "2027-04-01", "DAY", "to", "is before 2027-05-01: swap them"),
        ("2027-01-01", "2028-01-02", "DAY", "to", "at most 366 days"),
        ("9999-01-01", "9999-01-31", "MONTH", "from", "give a day from 2024-11-27 to 2028-11-28"),
        ("2027-01-01", "2427-01-01", "MONTH", "to", "out of range"),
    ],
)
def test_a_calendar_without_sense_is_rejected(
    client: Client, start: str, end: str, unit: str, argument: str, message: str
) -> None:
    answer = post(client, CALENDAR, **{"from": start, "to": end, "by": unit})
    assert codes(answer) == ["BAD_USER_INPUT"] and answer["data"] is None
    assert answer["errors"][0]["extensions"]["argument"] == argument
    assert message in answer["errors"][0]["message"]


def test_events_by_category_and_tag_of_their_solutions(client: Client) -> None:
    models = make_category("Models")
    speech = make_category("Speech", models)
    hidden = make_solution("Hidden", category=speech, tags=("voice",), live=False)
    shown = make_solution("Shown", category=speech, tags=("voice",))
    for title, solution in (("About hidden", hidden), ("About shown", shown)):
        page = make_event(title)
        page.related_solutions.set([solution])
        page.save()
    make_event("About nothing")
    for given in ('category: "models"', 'category: "speech"', 'tags: ["voice", "other"]'):
        nodes = ask(client, f"{{ events(filter: {{{given}}}) {{ nodes {{ title }} }} }}")["events"]["nodes"]
        assert [each["title"] for each in nodes] == ["About shown"]
    assert ask(client, '{ events(filter: {category: "none"}) { totalCount } }')["events"]["totalCount"] == 0


MONTH = """query($from: DateTime!, $to: DateTime!, $first: Date!, $last: Date!) {
  events(filter: {between: {from: $from, to: $to}}, orderBy: [NEXT_ASC], first: 40) { totalCount nodes {
    title nextOccurrence { startsAt } occurrences(from: $from, to: $to, first: 31) { startsAt endsAt } } }
  eventCalendar(from: $first, to: $last, by: DAY) { start count } }"""


def test_a_month_costs_the_same_statements_for_few_and_many_occurrences(client: Client) -> None:
    given = {**APRIL, "first": "2027-04-01", "last": "2027-04-30"}
    make_at("One", "2027-04-10T18:00", "2027-04-10T20:00")
    statements(client, MONTH, **given)
    few = statements(client, MONTH, **given)
    for number in range(9):
        make_at(f"Daily {number}", "2027-03-10T18:00", "2027-03-10T20:00", "FREQ=DAILY")
    statements(client, MONTH, **given)
    many = statements(client, MONTH, **given)
    assert len(ask(client, MONTH, **given)["events"]["nodes"][1]["occurrences"]) == 30
    assert len(few) == len(many) == 5, "\n".join(many)


def test_a_range_is_found_by_the_index_of_spans() -> None:
    make_at("Daily", "2020-01-01T18:00", "2020-01-01T20:00", "FREQ=DAILY", "UTC")
    start, end = (datetime.fromisoformat(each) for each in APRIL.values())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_eventoccurrence")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = EventOccurrence.objects.filter(build_overlap_rule(start, end)).order_by().explain()
    assert "events_occurrence_span" in plan, plan


def test_an_occurrence_that_ends_before_it_starts_is_no_error() -> None:
    event = make_at("Odd", "2027-04-10T18:00", "2027-04-10T20:00", zone="UTC")
    start, end = (datetime.fromisoformat(each) for each in APRIL.values())
    EventOccurrence.objects.filter(event=event).update(ends_at=start - timedelta(days=9))
    assert EventOccurrence.objects.filter(build_overlap_rule(start, end)).count() == 1


def test_occurrences_of_hidden_events_are_not_counted(client: Client) -> None:
    make_at("Private", "2027-04-10T18:00", "2027-04-10T20:00")
    given = {"from": "2027-04-01", "to": "2027-04-30", "by": "DAY"}
    assert len(ask(client, CALENDAR, **given)["eventCalendar"]) == 1
    PageViewRestriction.objects.create(page=index_page(EventIndex), restriction_type="login")
    assert EventOccurrence.objects.count() == 1
    assert ask(client, CALENDAR, **given)["eventCalendar"] == [] and titles(client, **APRIL) == set()


@pytest.mark.parametrize(
    ("arguments", "requested", "actual"),
    [("", 8, 6), ("(first: 100)", 13, 6), ("(first: 30)", 6, 6), ("(first: null)", 5, 5)],
)
def test_occurrences_cost_a_point_for_ten(
    client: Client, arguments: str, requested: int, actual: int
) -> None:
    """2 for the field and 1 for the event, besides."""
    make_at("Weekly", "2026-12-01T18:00", "2026-12-01T20:00", "FREQ=WEEKLY;COUNT=30")
    query = f'{{ event(slug: "weekly") {{ occurrences{arguments} {{ startsAt }} }} }}'
    body = {"query": query, "extensions": {"cost": True}}
    cost = client.post("/graphql", body, content_type="application/json").json()["extensions"]["cost"]
    assert (cost["requested"], cost["actual"]) == (requested, actual)
