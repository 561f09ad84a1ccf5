"""Ratings follow the reviews whatever becomes of these, count public ones only, and are repaired after a provider failed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import PageViewRestriction

from cms.plugins.api.contributions import Job
from cms.plugins.api.markers import Budget
from cms.plugins.api.ratings import Rating, RatingProvider
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.slots import slot
from cms.testing.statements import capture_statements
from content_types.reviews import actions
from content_types.reviews.models import Review
from content_types.reviews.ratings import recompute
from content_types.solutions.models import Solution
from tests.factories.content import make_category, make_review, make_site, make_solution, make_user
from tests.support.importing import CATEGORY, ndjson, review, run_import, solution

BREAK = ("ratings_bayesian", "ratings.apply")
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def site(db: None) -> Any:
    return make_site()


@pytest.fixture
def moderator(site: Any) -> Any:
    return make_user(is_superuser=True)


def load_rating(solution: Solution) -> Rating | None:
    provider = slot(RatingProvider)
    assert provider is not None
    return provider.load([solution.pk]).get(solution.pk)


def require_rating(solution: Solution) -> Rating:
    """The rating of a solution that must have one."""
    rating = load_rating(solution)
    assert rating is not None
    return rating


def make_reviews(solution: Solution, *stars: int) -> list[Review]:
    """The solution's reviews, written and not yet counted."""
    return [make_review(solution, rating=each, verification="purchase", created_at=WRITTEN) for each in stars]


def nightly() -> str:
    """Run the job of the provider's plugin as the scheduler does."""
    (job,) = [each for each in platform().contributions(Job) if each.plugin == "ratings_bayesian"]
    return str(
        platform().call(job.plugin, "jobs.recompute", job.item.run, Budget(900, 1_000_000), writes=True)
    )


@pytest.mark.parametrize("way", ["row", "query"])
def test_a_deleted_review_no_longer_counts(site: Any, way: str) -> None:
    tool = make_solution("Tool")
    first, second = make_reviews(tool, 5, 2)
    make_review(tool, state="pending")
    recompute()
    first.delete() if way == "row" else Review.objects.filter(pk=first.pk).delete()
    assert require_rating(tool).histogram == [0, 1, 0, 0, 0]
    Review.objects.filter(state="pending").delete()
    assert require_rating(tool).count == 1
    second.delete()
    assert load_rating(tool) is None


def test_what_a_stale_row_says_of_a_deleted_review_does_not_matter(site: Any) -> None:
    tool = make_solution("Tool")
    _kept, stale = make_reviews(tool, 5, 3)
    recompute()
    stale.rating, stale.state = 1, "pending"
    stale.delete()
    assert require_rating(tool).histogram == [0, 0, 0, 0, 1]


def test_a_deleted_author_leaves_the_review_and_its_stars(site: Any) -> None:
    tool = make_solution("Tool")
    (only,) = make_reviews(tool, 5)
    recompute()
    only.author.delete()
    assert require_rating(tool).count == 1


def test_a_deleted_solution_takes_its_rating_along(site: Any) -> None:
    few, many = make_solution("Few"), make_solution("Many")
    make_reviews(few, 5)
    make_reviews(many, *[4] * 30)
    recompute()
    with capture_statements() as alone:
        few.delete()
    with capture_statements() as together:
        many.delete()
    assert len(together) == len(alone)
    assert load_rating(few) is None and load_rating(many) is None


def hide(tool: Solution, how: str) -> None:
    if how == "draft":
        tool.unpublish()
    else:
        PageViewRestriction.objects.create(page=tool, restriction_type=how)


@pytest.mark.parametrize("how", ["draft", "login", "password"])
@pytest.mark.parametrize("by", [recompute, nightly])
def test_reviews_of_hidden_solutions_move_no_prior(site: Any, how: str, by: Any) -> None:
    category = make_category("Models")
    public = [make_solution(f"Tool {number}", category=category) for number in range(6)]
    for number, tool in enumerate(public):
        make_reviews(tool, 3, 4 + number % 2)
    by()
    alone = require_rating(public[0]).explanation
    hidden = make_solution("Hidden", category=category)
    make_reviews(hidden, *[1] * 40)
    hide(hidden, how)
    by()
    among = require_rating(public[0]).explanation
    assert (among.prior_mean, among.prior_weight) == (alone.prior_mean, alone.prior_weight)
    assert require_rating(hidden).count == 40


def test_the_rating_of_a_hidden_solution_is_kept_all_the_same(moderator: Any) -> None:
    tool = make_solution("Tool", live=False)
    _first, second = make_reviews(tool, 5, 2)
    recompute()
    actions.moderate([second.pk], "rejected", reason="fake", by=moderator)
    stepwise = require_rating(tool)
    recompute()
    again = require_rating(tool)
    assert (stepwise.histogram, stepwise.count) == (again.histogram, again.count) == ([0, 0, 0, 0, 1], 1)
    assert stepwise.score == pytest.approx(again.score, abs=1e-4)


def test_every_failure_is_mended_and_not_the_first_alone(
    moderator: Any, break_plugin: Any, django_capture_on_commit_callbacks: Any
) -> None:
    tool = make_solution("Tool")
    for number in (1, 2):
        waiting = make_review(tool, state="pending")
        with (
            break_plugin(*BREAK, error=OSError("disk")) as broken,
            django_capture_on_commit_callbacks(execute=True),
        ):
            actions.moderate([waiting.pk], "published", reason="ok", by=moderator)
        assert broken.calls == 1
        assert require_rating(tool).count == number


def test_a_change_that_no_provider_took_in_is_mended_at_night(
    moderator: Any, break_plugin: Any, django_capture_on_commit_callbacks: Any
) -> None:
    tool = make_solution("Tool")
    waiting = make_review(tool, state="pending")
    with (
        break_plugin(*BREAK, error=OSError("disk")),
        django_capture_on_commit_callbacks(execute=False),
    ):
        actions.moderate([waiting.pk], "published", reason="ok", by=moderator)
    assert load_rating(tool) is None
    assert nightly() == "1 solutions rated"
    assert require_rating(tool).count == 1


def test_imported_reviews_are_counted_once_at_the_end(site: Any, tmp_path: Any, break_plugin: Any) -> None:
    records = [CATEGORY, solution("a"), *(review(f"r{number}", "a", f"mira{number}") for number in range(3))]
    with break_plugin(*BREAK, error=AssertionError("not one by one")) as one_by_one:
        run_import(ndjson(tmp_path, *records), dry_run=True)
        assert not Review.objects.exists()
        run_import(ndjson(tmp_path, *records))
    assert one_by_one.calls == 0
    assert require_rating(Solution.objects.get(slug="a")).count == 3


def test_an_import_stands_when_the_provider_fails(
    site: Any, tmp_path: Any, break_plugin: Any, django_capture_on_commit_callbacks: Any
) -> None:
    path = ndjson(tmp_path, CATEGORY, solution("a"), review("r", "a"))
    with (
        django_capture_on_commit_callbacks(execute=True),
        break_plugin("ratings_bayesian", "ratings.recompute", error=OSError("disk")),
    ):
        run = run_import(path)
    assert (run.state, Review.objects.count()) == ("finished", 1)
    assert require_rating(Solution.objects.get(slug="a")).count == 1


def test_the_command_says_what_it_did(site: Any, break_plugin: Any) -> None:
    make_reviews(make_solution("Tool"), 5, 4)
    make_reviews(make_solution("Other"), 3)
    told = StringIO()
    call_command("recompute_ratings", stdout=told)
    assert "bayesian-mean" in told.getvalue() and "3 reviews" in told.getvalue()
    with (
        break_plugin("ratings_bayesian", "ratings.recompute", error=OSError("disk")),
        pytest.raises(CommandError, match=r"ratings_bayesian.*OSError: disk"),
    ):
        call_command("recompute_ratings", stdout=StringIO())


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_moderators_who_decide_at_once_leave_the_right_ratings(caplog: Any) -> None:
    make_site()
    moderator = make_user(is_superuser=True)
    tools = [make_solution(f"Tool {number}") for number in range(3)]
    batches = [
        [
            make_review(tool, rating=1 + number % 5, state="pending").pk
            for tool in tools[:: 1 - 2 * (number % 2)]
        ]
        for number in range(12)
    ]

    def decide(keys: list[int]) -> None:
        try:
            actions.moderate(keys, "published", reason="ok", by=moderator)
            actions.moderate(keys[:1], "rejected", reason="fake", by=moderator)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(decide, batches))
    assert "deadlock" not in caplog.text
    stepwise = [require_rating(tool) for tool in tools]
    recompute()
    for found, again in zip(stepwise, map(require_rating, tools), strict=True):
        assert (found.count, found.histogram) == (again.count, again.histogram)
        assert found.explanation.weight_sum == pytest.approx(again.explanation.weight_sum, abs=1e-3)
    assert sum(found.count for found in stepwise) == 24
