"""What is trending is computed from events, the same from the same events, and is shown to those who may see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from graphql_relay import to_global_id

from cms.analytics.models import TrendingEntry, TrendingProgress, TrendingSnapshot, TrendingSum
from cms.analytics.trending.snapshots import take_snapshot
from cms.plugins.api.analytics import EventSubject
from cms.testing.breaking import break_plugin
from cms.testing.conformance.analytics_events import build_event
from content_types.solutions.models import Solution
from content_types.testing.factories import make_site, make_solution
from plugins.analytics_postgres.plugin import analytics_provider
from tests.content_api.client import ask, codes, post

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
(PROVIDER,) = analytics_provider()
QUERY = """query($window: TrendingWindow, $first: Int, $after: String) {
    trending(kind: SOLUTION, window: $window, first: $first, after: $after) {
        totalCount nodes { ... on Solution { title vendor { name } } } pageInfo { hasNextPage endCursor } } }"""


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    make_site()
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=17))


def view(row: Any, visitors: int, moment: datetime = NOW - HOUR, **changes: Any) -> None:
    subject = EventSubject("SOLUTION", to_global_id("Solution", row.pk))
    PROVIDER.store([build_event(moment, **{"subject": subject, **changes}) for _ in range(visitors)])


def run_command() -> str:
    out = StringIO()
    call_command("compute_trending", stdout=out)
    return out.getvalue().strip()


def list_titles(client: Client, **variables: Any) -> list[str]:
    return [each["title"] for each in ask(client, QUERY, **variables)["trending"]["nodes"]]


def list_entries(window: str = "NOW") -> list[tuple[int, int, float]]:
    rows = TrendingEntry.objects.filter(window=window).order_by("kind", "place")
    return list(rows.values_list("key", "place", "score"))


def test_what_surprises_comes_first(client: Client) -> None:
    steady, new, quiet = make_solution("steady"), make_solution("new"), make_solution("quiet")
    for day in range(1, 60):
        view(steady, 10, NOW - day * DAY)
    view(steady, 10)
    view(new, 12)
    view(quiet, 4)
    assert run_command().startswith("4 entries for 2026-11-28 12:00 UTC, inputs ")
    assert list_titles(client) == ["new", "steady"]
    assert list_titles(client, window="MONTH") == ["steady", "new"]


def test_scores_are_those_of_the_formula() -> None:
    row = make_solution("row")
    view(row, 10, NOW - 48 * HOUR)
    view(row, 3, NOW - 48 * HOUR, type="outbound_click")
    take_snapshot(PROVIDER)
    short, long = 22 / 2 * 0.34657359, 22 * 2 ** (-48 / 672) * 0.02475526
    for window, expected in (("NOW", (short - long) / (long + 5) ** 0.5), ("MONTH", long)):
        ((key, place, score),) = list_entries(window)
        assert (key, place) == (row.pk, 1)
        assert score == pytest.approx(expected, rel=1e-6)


def test_a_visitor_cannot_make_something_trend(client: Client) -> None:
    one, many = make_solution("one"), make_solution("many")
    view(one, 1000, visitor="0" * 32, type="outbound_click")
    view(many, 5)
    take_snapshot(PROVIDER)
    assert list_titles(client) == ["many"]


@pytest.mark.parametrize(("visitors", "shown"), [(4, []), (5, ["row"])])
def test_few_visitors_are_not_shown(client: Client, visitors: int, shown: list[str]) -> None:
    view(make_solution("row"), visitors)
    take_snapshot(PROVIDER)
    assert (list_titles(client), list_titles(client, window="MONTH")) == (shown, shown)


def list_state() -> tuple[Any, ...]:
    (snapshot,) = TrendingSnapshot.objects.filter(hour=NOW)
    entries = snapshot.entries.order_by("window", "kind", "place")
    sums = TrendingSum.objects.order_by("kind", "key").values_list("kind", "key", "short", "long", "visitors")
    return snapshot.inputs, list(entries.values_list("window", "kind", "key", "place", "score")), list(sums)


def forget() -> None:
    for model in (TrendingProgress, TrendingSum, TrendingSnapshot):
        model.objects.all().delete()


@pytest.mark.parametrize("hours", [1, 7, 30])
def test_the_same_events_give_the_same_snapshot(hours: int) -> None:
    """Whether it is computed at once, hour by hour, or with hours left out."""
    rows = [make_solution(name) for name in ("a", "b", "c")]
    for ago in range(2, 150, 9):
        for place, row in enumerate(rows):
            view(row, 1 + (ago * (place + 3)) % 7, NOW - ago * HOUR)
    TrendingProgress.objects.create(pk=1, settled=NOW - 10 * DAY)
    take_snapshot(PROVIDER)
    first = list_state()
    take_snapshot(PROVIDER)
    assert list_state() == first
    forget()
    TrendingProgress.objects.create(pk=1, settled=NOW - 10 * DAY)
    for ago in range(90 - 90 % hours, 0, -hours):
        take_snapshot(PROVIDER, NOW - ago * HOUR)
    take_snapshot(PROVIDER)
    assert list_state() == first


def test_another_event_changes_the_hash() -> None:
    row = make_solution("row")
    view(row, 5)
    first = take_snapshot(PROVIDER)
    view(row, 1, NOW - 20 * HOUR)
    second = take_snapshot(PROVIDER)
    assert first.inputs != second.inputs and len(first.inputs) == 64
    assert TrendingSnapshot.objects.get().inputs == second.inputs


SUBJECTS: Sequence[Callable[[int], EventSubject]] = (
    lambda pk: EventSubject("VENDOR", to_global_id("Solution", pk)),
    lambda pk: EventSubject("SOLUTION", to_global_id("Vendor", pk)),
    lambda pk: EventSubject("RUBBISH", to_global_id("Solution", pk)),
    lambda pk: EventSubject("SOLUTION", to_global_id("Solution", pk + 1_000_000)),
    lambda pk: EventSubject("SOLUTION", to_global_id("Solution", f"0{pk}")),
    lambda pk: EventSubject("SOLUTION", "~"),
    lambda pk: EventSubject(path="/solutions/row/"),
)


def test_what_is_no_row_of_its_kind_is_left_out() -> None:
    row = make_solution("row")
    for build in SUBJECTS:
        view(row, 9, subject=build(row.pk))
        view(row, 9, NOW - 5 * DAY, subject=build(row.pk))
    assert take_snapshot(PROVIDER).entries == TrendingSum.objects.count() == 0


def test_hidden_and_deleted_rows_are_not_shown(client: Client) -> None:
    rows = {name: make_solution(name) for name in ("shown", "draft", "deleted")}
    for row in rows.values():
        view(row, 6)
    take_snapshot(PROVIDER)
    Solution.objects.get(pk=rows["draft"].pk).unpublish()
    Solution.objects.get(pk=rows["deleted"].pk).delete()
    found = ask(client, QUERY)["trending"]
    assert ([each["title"] for each in found["nodes"]], found["totalCount"]) == (["shown"], 1)


def test_pages_follow_each_other(client: Client) -> None:
    for number in range(5):
        view(make_solution(f"row {number}"), 20 - number)
    take_snapshot(PROVIDER)
    first = ask(client, QUERY, first=3)["trending"]
    assert first["totalCount"] == 5 and first["pageInfo"]["hasNextPage"]
    rest = ask(client, QUERY, first=3, after=first["pageInfo"]["endCursor"])["trending"]
    titles = [each["title"] for each in (*first["nodes"], *rest["nodes"])]
    assert titles == [f"row {number}" for number in range(5)] and not rest["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize("wrong", ["first: -1", "first: 1000000", 'after: "x"', "offset: -1"])
def test_wrong_pages_are_refused(client: Client, wrong: str) -> None:
    answer = post(client, f"{{ trending(kind: SOLUTION, {wrong}) {{ totalCount }} }}")
    assert codes(answer) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("number", [1, 8])
def test_it_is_one_statement(
    client: Client, assert_statements: Callable[[int], AbstractContextManager[list[str]]], number: int
) -> None:
    for place in range(number):
        view(make_solution(f"row {place}"), 6)
    take_snapshot(PROVIDER)
    text = "{ trending(kind: SOLUTION) { nodes { ... on Solution { title } } } }"
    ask(client, text)
    with assert_statements(1):
        ask(client, text)


def test_a_failing_plugin_leaves_the_last_snapshot(client: Client) -> None:
    view(make_solution("row"), 6)
    take_snapshot(PROVIDER, NOW - HOUR)
    with (
        break_plugin("analytics_postgres", "analytics.weights", error=OSError("disk full")),
        pytest.raises(CommandError, match="The last snapshot stays"),
    ):
        run_command()
    assert TrendingSnapshot.objects.get().hour == NOW - HOUR
