"""`Solution.stats`: what visitors did, for its vendor and editors alone, without small numbers for the vendor."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms.testing.breaking import break_plugin
from content_types.testing.factories import make_site, make_solution, make_user, make_vendor
from tests.content_api.client import ask, codes, post
from tests.support.admin import sign_in_client
from tests.support.visits import build_subject, store_visits

pytestmark = pytest.mark.django_db
QUERY = """query($period: StatsPeriod) { solutions(orderBy: [TITLE_ASC]) { nodes { title
    stats(period: $period) { firstDay lastDay views visitors outboundClicks reviews conversion } } } }"""
STATEMENTS = {"Editor": 8, "Vendor": 11}
"""The session, its account and groups, and the list; the account and its permissions, the plugin's one, and for members
the solutions, and what groups and vendors let them edit."""


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site(hostname="testserver")


def read_stats(client: Client, **variables: Any) -> dict[str, Any]:
    return {each["title"]: each["stats"] for each in ask(client, QUERY, **variables)["solutions"]["nodes"]}


def make_member(*vendors: Any) -> Client:
    member = make_user(groups=("Vendor",))
    for vendor in vendors:
        vendor.members.add(member)
        vendor.save()
    return sign_in_client(user=member)


def view(solution: Any, visitors: int, days_ago: int = 1, **changes: Any) -> None:
    store_visits(build_subject(solution, "SOLUTION"), visitors, days_ago=days_ago, **changes)


def list_numbers(stats: Any) -> tuple[Any, ...]:
    names = ("views", "visitors", "outboundClicks", "reviews", "conversion")
    return tuple(stats[name] for name in names)


def test_editors_see_the_numbers_of_every_solution() -> None:
    first, second = make_solution("first"), make_solution("second")
    view(first, 4)
    view(first, 3, days_ago=0)
    view(first, 2, type="outbound_click")
    view(first, 1, type="review_published")
    view(second, 1, days_ago=40)
    found = read_stats(sign_in_client("Editor"))
    assert list_numbers(found["first"]) == (7, 7, 2, 1, 0.1429)
    assert list_numbers(found["second"]) == (0, 0, 0, 0, None)
    today = timezone.now().date()
    assert found["first"]["lastDay"] == str(today)
    assert found["first"]["firstDay"] == str(today - timedelta(days=29))
    later = read_stats(sign_in_client("Editor"), period="DAYS_90")
    assert list_numbers(later["second"]) == (1, 1, 0, 0, 0.0)


def test_members_see_their_own_numbers_alone() -> None:
    own = make_vendor(name="Own")
    mine, other = make_solution("mine", vendor=own), make_solution("other", vendor=make_vendor(name="Other"))
    for each in (mine, other):
        view(each, 8)
        view(each, 2, type="outbound_click")
    found = read_stats(make_member(own))
    assert list_numbers(found["mine"]) == (8, 8, None, 0, 0.0)
    assert found["other"] is None


def test_today_is_left_out_for_members() -> None:
    """Numbers that grow while one looks would tell of single visitors."""
    vendor = make_vendor()
    mine = make_solution("mine", vendor=vendor)
    view(mine, 9, days_ago=0)
    found = read_stats(make_member(vendor))["mine"]
    assert list_numbers(found) == (0, 0, 0, 0, None)
    assert found["lastDay"] == str(timezone.now().date() - timedelta(days=1))


@pytest.mark.parametrize(
    ("older", "expected"), [(0, (5, 5)), (2, (5, 5)), (3, (5, 5)), (4, (10, 10)), (5, (10, 10))]
)
def test_two_periods_do_not_tell_of_the_days_between(older: int, expected: tuple[int, int]) -> None:
    """6 visitors came in the last week, on days of few; what came before is seen in steps of five alone."""
    vendor = make_vendor()
    mine = make_solution("mine", vendor=vendor)
    view(mine, 3)
    view(mine, 3, days_ago=2)
    if older:
        view(mine, older, days_ago=20)
    client = make_member(vendor)
    week, month = (read_stats(client, period=each)["mine"] for each in ("DAYS_7", "DAYS_30"))
    assert (week["views"], week["visitors"]) == (5, 5)
    assert (month["views"], month["visitors"]) == expected


def test_fewer_than_five_visitors_are_not_told() -> None:
    vendor = make_vendor()
    view(make_solution("mine", vendor=vendor), 4)
    assert list_numbers(read_stats(make_member(vendor))["mine"]) == (None, None, 0, 0, None)


@pytest.mark.parametrize("role", ["Author", "Moderator", "Vendor", None])
def test_others_see_none(role: str | None) -> None:
    view(make_solution("first", vendor=make_vendor()), 8)
    client = sign_in_client(role) if role else Client()
    assert read_stats(client) == {"first": None}


def test_an_account_that_left_its_vendor_sees_none() -> None:
    vendor = make_vendor()
    view(make_solution("mine", vendor=vendor), 8)
    client = make_member(vendor)
    assert read_stats(client)["mine"]["views"] == 8
    vendor.members.clear()
    vendor.save()
    assert read_stats(client) == {"mine": None}


def test_a_hidden_solution_is_not_told_of() -> None:
    vendor = make_vendor()
    hidden = make_solution("hidden", vendor=vendor, live=False)
    view(hidden, 8)
    client = make_member(vendor)
    text = '{ solution(slug: "%s") { stats { views } } }'
    assert ask(client, text % hidden.slug) == ask(client, text % "nothing") == {"solution": None}
    assert read_stats(client) == {}


def test_events_about_other_kinds_are_not_counted() -> None:
    first = make_solution("first")
    store_visits(build_subject(first, "VENDOR"), 8)
    assert list_numbers(read_stats(sign_in_client("Editor"))["first"]) == (0, 0, 0, 0, None)


@pytest.mark.parametrize("wrong", ['"30"', "DAYS_1", "30"])
def test_other_periods_are_refused(wrong: str) -> None:
    answer = post(Client(), f"{{ solutions {{ nodes {{ stats(period: {wrong}) {{ views }} }} }} }}")
    assert codes(answer) == ["GRAPHQL_VALIDATION_FAILED"] and "data" not in answer


def test_a_failing_plugin_fails_the_field_alone() -> None:
    make_solution("first")
    client = sign_in_client("Editor")
    with break_plugin("analytics_postgres", "analytics.counts", error=OSError("disk full")):
        answer = post(client, "{ solutions { nodes { title stats { views } } } }")
    assert answer["data"]["solutions"]["nodes"] == [{"title": "first", "stats": None}]
    assert codes(answer) == ["PLUGIN_ERROR"] and "disk" not in str(answer)


@pytest.mark.parametrize("role", ["Editor", "Vendor"])
@pytest.mark.parametrize("number", [1, 8])
def test_it_costs_the_same_for_one_and_for_many(
    assert_statements: Callable[[int], AbstractContextManager[list[str]]], role: str, number: int
) -> None:
    vendor = make_vendor()
    for place in range(number):
        view(make_solution(f"row {place}", vendor=vendor), 6)
    client = sign_in_client("Editor") if role == "Editor" else make_member(vendor)
    read_stats(client)
    with assert_statements(STATEMENTS[role]):
        read_stats(client)


def test_an_anonymous_caller_costs_no_statement(
    assert_statements: Callable[[int], AbstractContextManager[list[str]]],
) -> None:
    view(make_solution("first"), 6)
    read_stats(Client())
    with assert_statements(1):
        read_stats(Client())
