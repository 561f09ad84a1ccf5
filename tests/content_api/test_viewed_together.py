"""`related` lists what at least five visitors viewed on the same day as a solution, as far as the caller may see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from graphql_relay import to_global_id
from wagtail.models import PageViewRestriction

from cms.analytics.models import ViewedDay, ViewedPair
from cms.analytics.viewed_pairs import KEPT_DAYS, MOST_VIEWED
from cms.plugins.api.analytics import EventSubject
from cms.plugins.api.errors import CallFailed
from cms.plugins.runtime.core_jobs import list_core_jobs
from cms.testing.breaking import break_plugin
from cms.testing.conformance.analytics_events import build_event, build_visitor
from content_types.solutions.parts import Alternative
from content_types.testing.factories import make_category, make_site, make_solution, make_user
from plugins.analytics_postgres.plugin import analytics_provider
from tests.content_api.client import ask, statements

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 4, 10, tzinfo=UTC)
DAY = timedelta(days=1)
CLOSED = NOW - 2 * DAY
(PROVIDER,) = analytics_provider()
QUERY = """query($slug: String!) { solution(slug: $slug) { related { reason text solution { title } } } }"""


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    make_site()
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    names = ("own", "often", "seldom", "few")
    return {name: make_solution(name, category=make_category(name)) for name in names}


def view(visitors: range, *rows: Any, moment: datetime = CLOSED) -> None:
    """Each of these visitors views each of the rows."""
    subjects = [EventSubject("SOLUTION", to_global_id("Solution", getattr(row, "pk", row))) for row in rows]
    PROVIDER.store(
        [build_event(moment, each, visitor=build_visitor(one)) for one in visitors for each in subjects]
    )


def run_job() -> str:
    (job,) = (each for each in list_core_jobs() if each.name == "compute_viewed_pairs")
    return job.run()


def list_related(client: Client, slug: str = "own") -> list[tuple[str, str, str]]:
    found = ask(client, QUERY, slug=slug)["solution"]["related"]
    return [(each["solution"]["title"], each["reason"], each["text"]) for each in found]


def test_what_visitors_viewed_together_is_related(client: Client, rows: Any) -> None:
    view(range(9), rows["own"], rows["often"])
    view(range(20, 25), rows["own"], rows["seldom"])
    view(range(30, 34), rows["own"], rows["few"])
    assert run_job() == f"2 pairs of {KEPT_DAYS} days."
    assert list_related(client) == [
        ("often", "VIEWED", "Viewed together"), ("seldom", "VIEWED", "Viewed together"),
    ]  # fmt: skip
    assert list_related(client, "often") == [("own", "VIEWED", "Viewed together")]
    assert list_related(client, "few") == []


def test_days_are_added_and_five_visitors_are_those_of_one_day(client: Client, rows: Any) -> None:
    for ago in range(3):
        view(range(5), rows["own"], rows["often"], moment=CLOSED - ago * DAY)
        view(range(50, 54), rows["own"], rows["few"], moment=CLOSED - ago * DAY)
    view(range(10, 19), rows["own"], rows["seldom"])
    run_job()
    assert [title for title, *_ in list_related(client)] == ["often", "seldom"]


def test_days_that_may_still_get_events_are_computed_later(
    client: Client, rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    view(range(5), rows["own"], rows["often"], moment=CLOSED + DAY)
    assert run_job() == f"0 pairs of {KEPT_DAYS} days."
    assert run_job() == "0 pairs of 0 days."
    monkeypatch.setattr(timezone, "now", lambda: NOW + DAY)
    assert run_job() == "1 pairs of 1 days."
    assert [title for title, *_ in list_related(client)] == ["often"]
    monkeypatch.setattr(timezone, "now", lambda: NOW + (1 + KEPT_DAYS) * DAY)
    run_job()
    assert not ViewedPair.objects.exists() and ViewedDay.objects.count() == KEPT_DAYS


def test_programs_and_rows_that_do_not_exist_are_left_out(rows: Any) -> None:
    many = range(10**6, 10**6 + MOST_VIEWED)
    view(range(5), rows["own"], rows["often"], *many)
    view(range(10, 15), rows["own"], 10**6)
    assert run_job() == f"0 pairs of {KEPT_DAYS} days."


def test_hidden_solutions_are_not_related(client: Client, rows: Any) -> None:
    view(range(5), rows["own"], rows["often"], rows["seldom"])
    run_job()
    PageViewRestriction.objects.create(page=rows["often"], restriction_type=PageViewRestriction.LOGIN)
    assert [title for title, *_ in list_related(client)] == ["seldom"]
    rows["seldom"].unpublish()
    assert list_related(client) == []
    client.force_login(make_user())
    assert [title for title, *_ in list_related(client)] == ["often"]


def test_it_costs_no_statement_more(client: Client, rows: Any) -> None:
    Alternative.objects.create(page=rows["own"], alternative=rows["few"])
    ask(client, QUERY, slug="own")
    before = statements(client, QUERY, slug="own")
    assert len([each for each in before if "analytics_viewedpair" in each]) == 1
    view(range(5), rows["own"], rows["often"], rows["seldom"])
    run_job()
    assert len(list_related(client)) == 3
    assert len(statements(client, QUERY, slug="own")) == len(before)


def test_a_provider_that_fails_leaves_the_days_to_the_next_run(
    rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    view(range(5), rows["own"], rows["often"])
    with (
        break_plugin("analytics_postgres", "analytics.pairs", error=OSError("disk full")),
        pytest.raises(CallFailed),
    ):
        run_job()
    assert not ViewedDay.objects.exists()
    assert run_job() == f"1 pairs of {KEPT_DAYS} days."
