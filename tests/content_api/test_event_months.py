"""Months of events: a filter, and a facet with the months from this one on, in the order of time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content_types.events.models import Event, EventIndex
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import index_page, make_language, make_site
from tests.support.calendar import NOW, make_at, set_now

pytestmark = pytest.mark.django_db
QUERY = """query($filter: EventFilter, $first: Int, $locale: String) { events(filter: $filter, locale: $locale, first: 50) {
  totalCount nodes { title } facets(names: [MONTHS], first: $first) { label values { value label count } } } }"""


@pytest.fixture(scope="module", autouse=True)
def _events(make_once: Any) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        set_now(monkeypatch)
        make_once(plant_events)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 28 November 2026."""
    set_now(monkeypatch)


def plant_events() -> None:
    make_site()
    make_at("Earlier this month", "2026-11-03T18:00", "2026-11-03T20:00")
    make_at("Over", "2026-10-10T18:00", "2026-10-10T20:00")
    make_at("Three months", "2026-10-30T09:00", "2026-12-02T17:00")
    make_at("Twice in January", "2027-01-04T18:00", "2027-01-04T20:00", "FREQ=WEEKLY;COUNT=2")
    make_at(
        "Left out",
        "2027-01-08T18:00",
        "2027-01-08T20:00",
        "FREQ=MONTHLY;COUNT=3",
        excluded_days=[date(2027, 2, 8)],
    )
    make_at("Cancelled", "2027-03-08T18:00", "2027-03-08T20:00", status="cancelled")
    make_at("Late in Lima", "2027-01-31T23:00", "2027-01-31T23:30", zone="America/Lima")
    make_at("Draft", "2027-01-10T18:00", "2027-01-10T20:00", live=False)  # fmt: skip


def count(client: Client, **given: Any) -> list[tuple[str, int]]:
    (facet,) = ask(client, QUERY, **given)["events"]["facets"]
    assert facet["label"] in ("Month", "Monat")
    return [(each["value"], each["count"]) for each in facet["values"]]


ALL = [("2026-11", 2), ("2026-12", 1), ("2027-01", 3), ("2027-03", 2)]


def test_months_from_this_one_on_come_in_the_order_of_time(client: Client) -> None:
    for _ in range(2):  # the second time with the text that was kept
        assert count(client) == ALL
    assert count(client, first=2) == ALL[:2]


def test_each_month_is_one_that_the_filter_takes_and_leaves_so_many_events(client: Client) -> None:
    for month, number in [*ALL, ("2026-10", 2), ("2027-02", 0), ("2026-12", 1)]:
        found = ask(client, QUERY, filter={"months": [month]})["events"]
        assert found["totalCount"] == len(found["nodes"]) == number, month
    several = ask(client, QUERY, filter={"months": ["2026-12", "2027-03"]})["events"]
    assert {each["title"] for each in several["nodes"]} == {"Three months", "Left out", "Cancelled"}
    assert ask(client, QUERY, filter={"months": []})["events"]["totalCount"] == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"status": ["SCHEDULED"]}, [*ALL[:3], ("2027-03", 1)]),
        ({"status": ["CANCELLED"]}, [("2027-03", 1)]),
        ({"months": ["2027-01"]}, ALL),
        ({"upcoming": True}, [("2026-11", 1), *ALL[1:]]),
        ({"slug": ["left-out"]}, [("2027-01", 1), ("2027-03", 1)]),
    ],
)
def test_other_filters_narrow_the_months(client: Client, given: Any, expected: Any) -> None:
    assert count(client, filter=given) == expected


def test_months_of_hidden_events_are_not_counted(client: Client) -> None:
    assert count(client) == ALL
    Event.objects.filter(title="Three months").update(expire_at=NOW - timedelta(days=1))
    assert count(client) == [("2026-11", 1), *ALL[2:]]
    PageViewRestriction.objects.create(page=index_page(EventIndex), restriction_type="login")
    assert count(client) == []


def test_the_present_month_moves_on_with_the_same_text(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert count(client) == ALL
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=40))
    assert count(client) == ALL[2:]
    assert len(statements(client, QUERY)) == 2  # the list; its months and its number


def test_labels_are_in_the_language_of_the_list(client: Client) -> None:
    home = make_language("de")
    under = home.get_children().get(slug__startswith="events")
    make_at("Treffen", "2027-03-08T18:00", "2027-03-08T20:00", under=under)
    query = "{ events(locale: %s) { facets(names: [MONTHS]) { values { label } } } }"
    for locale, label in (("de", "März 2027"), ("en", "March 2027")):
        (facet,) = ask(client, query % f'"{locale}"')["events"]["facets"]
        assert facet["values"][-1]["label"] == label


@pytest.mark.parametrize(
    ("month", "message"),
    [
        ("April 2027", "filter.months: “April 2027” is not a month: write it as 2027-04."),
        ("2027-13", "“2027-13” is not a month"),
        ("2027-4", "“2027-4” is not a month"),
        ("0000-01", "“0000-01” is not a month"),
        ("٢٠٢٧-04", "“٢٠٢٧-04” is not a month"),
        ("1990-01", "1990-01 is out of range: occurrences are known from 2024-11-"),
        ("9999-12", "9999-12 is out of range"),
    ],
)
def test_what_is_no_month_is_rejected(client: Client, month: str, message: str) -> None:
    answer = post(client, QUERY, filter={"months": ["2027-01", month]})
    assert codes(answer) == ["BAD_USER_INPUT"] and message in answer["errors"][0]["message"]
    assert answer["data"] is None
