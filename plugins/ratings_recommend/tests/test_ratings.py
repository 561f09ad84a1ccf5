"""Stars become recommendations, at a known number of statements, and are recounted each night."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cms.plugin_api import ReviewChange, ReviewFacts
from plugins.ratings_recommend import plugin, recomputing, services
from plugins.ratings_recommend.models import Aggregate, RankSnapshot
from plugins.ratings_recommend.services import OutOfStepError
from plugins.ratings_recommend.settings import Settings

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def make(aixplore_site: Any) -> Callable[..., ReviewFacts]:
    """Facts about a review of a solution; they are numbered."""
    made: list[ReviewFacts] = []

    def one(solution: Any, stars: int) -> ReviewFacts:
        made.append(ReviewFacts(len(made) + 1, solution.pk, solution.category_id, stars, "NONE", NOW))
        return made[-1]

    return one


def test_apply_costs_an_exact_number_of_statements(
    aixplore_site: Any, make: Any, assert_statements: Any
) -> None:
    review = make(aixplore_site.solution(), 4)
    edited = replace(review, rating=2)
    for change, expected in (
        (ReviewChange(None, review), 3),
        (ReviewChange(review, edited), 2),
        (ReviewChange(edited, None), 2),
        (ReviewChange(None, None), 0),
    ):
        with assert_statements(expected):
            services.apply(change)
    assert not Aggregate.objects.exists()


def test_nine_of_ten_recommend(aixplore_site: Any, make: Any) -> None:
    solution = aixplore_site.solution()
    for stars in [4, 5, 5, 4, 5, 5, 5, 4, 5, 3]:
        services.apply(ReviewChange(None, make(solution, stars)))
    rating = services.load([solution.pk])[solution.pk]
    assert rating.score == pytest.approx(0.596, abs=0.0005)
    assert rating.average == 4.5
    explanation = rating.explanation
    assert (explanation.prior_mean, explanation.prior_weight) == (None, None)
    assert (explanation.weight_sum, explanation.lower_bound) == (10, rating.score)


def test_the_settings_say_who_recommends(
    aixplore_site: Any, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    solution = aixplore_site.solution()
    reviews = [make(solution, stars) for stars in (5, 4, 3)]
    recomputing.recompute(reviews, NOW)
    assert Aggregate.objects.get().recommending == 2
    for module in (services, recomputing):
        monkeypatch.setattr(module, "settings_of", lambda model: Settings(recommend_from=5))
    recomputing.recompute(reviews, NOW)
    assert Aggregate.objects.get().recommending == 1
    services.apply(ReviewChange(None, make(solution, 4)))
    assert (Aggregate.objects.get().recommending, Aggregate.objects.get().count) == (1, 4)


def test_a_review_that_was_never_counted_is_refused(aixplore_site: Any, make: Any) -> None:
    solution = aixplore_site.solution()
    unknown = make(solution, 5)
    with pytest.raises(OutOfStepError, match="recompute"):
        services.apply(ReviewChange(unknown, None))
    services.apply(ReviewChange(None, make(solution, 4)))
    with pytest.raises(OutOfStepError, match="recompute"):
        services.apply(ReviewChange(unknown, replace(unknown, rating=3)))
    assert Aggregate.objects.get().count == 1


def test_recompute_keeps_rankings_and_proves_their_inputs(aixplore_site: Any, make: Any) -> None:
    first, second = aixplore_site.category(), aixplore_site.category()
    good, bad = aixplore_site.solution(category=first), aixplore_site.solution(category=first)
    best = aixplore_site.solution(category=second)
    reviews = [make(bad, 1), make(good, 4), make(best, 5), make(best, 5)]
    recomputing.recompute(reviews, NOW)
    snapshots = {each.category: each for each in RankSnapshot.objects.all()}
    ranked = {category: [entry[0] for entry in each.ranking] for category, each in snapshots.items()}
    assert ranked == {
        None: [best.pk, good.pk, bad.pk],
        first.pk: [good.pk, bad.pk],
        second.pk: [best.pk],
    }
    assert snapshots[first.pk].ranking[0] == [good.pk, 0.2065, 1]
    assert snapshots[None].methodology == services.METHODOLOGY


def test_the_hash_is_of_the_facts_and_not_of_their_order(aixplore_site: Any, make: Any) -> None:
    solution = aixplore_site.solution()
    reviews = [make(solution, stars) for stars in (3, 4, 5)]
    changed = [replace(reviews[0], rating=2), *reviews[1:]]
    hashes = []
    for day, given in enumerate((reviews, reviews[::-1], changed)):
        recomputing.recompute(given, NOW + timedelta(days=day))
        latest = RankSnapshot.objects.filter(category=None).first()
        hashes.append(latest.inputs_hash if latest else "")
    assert hashes[0] == hashes[1] != hashes[2]


def test_old_rankings_go(aixplore_site: Any) -> None:
    for days in (0, 399, 401):
        recomputing.recompute([], NOW + timedelta(days=days))
    kept = RankSnapshot.objects.values_list("taken_at", flat=True)
    assert list(kept) == [NOW + timedelta(days=401), NOW + timedelta(days=399)]


def test_the_job_has_the_core_hand_over_the_reviews(
    aixplore_site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr(recomputing, "call_command", lambda name, stdout: called.append(name))
    assert plugin.jobs()[0].run() == "0 solutions rated"
    assert called == ["recompute_ratings"]


def test_health_says_when_the_recompute_is_late(aixplore_site: Any, make: Any) -> None:
    check = plugin.health_checks()[0].check
    assert check().ok
    services.apply(ReviewChange(None, make(aixplore_site.solution(), 5)))
    assert not check().ok
    recomputing.recompute([], datetime.now(UTC) - timedelta(hours=37))
    assert not check().ok
    recomputing.recompute([], datetime.now(UTC) - timedelta(hours=35))
    assert check().ok


def test_metrics(aixplore_site: Any, make: Any) -> None:
    rated, age = plugin.metrics()
    assert list(age.read()) == []
    recomputing.recompute([make(aixplore_site.solution(), 5)], datetime.now(UTC) - timedelta(hours=1))
    assert [sample.value for sample in rated.read()] == [1]
    assert [sample.value for sample in age.read()] == [pytest.approx(3600, abs=60)]


def test_the_panel_shows_who_is_recommended_most(
    aixplore_site: Any, make: Any, assert_statements: Any
) -> None:
    liked, mixed, thin, hidden = (
        aixplore_site.solution(name) for name in ("Liked", "Mixed", "Thin", "Hidden")
    )
    assert plugin.dashboard_panels()[0].data(None)["detail"].endswith("Never recomputed.")
    stars = {mixed: [5, 1] * 3, liked: [4, 5] * 3, thin: [5], hidden: [5] * 9}
    recomputing.recompute([make(key, each) for key, given in stars.items() for each in given], NOW)
    hidden.unpublish()
    with assert_statements(3):
        shown = plugin.dashboard_panels()[0].data(None)
    assert shown["count"] == 4
    assert shown["rows"] == [("Liked", "", "6 / 6"), ("Mixed", "", "3 / 6")]
    assert "Recomputed on 1 June 2026" in shown["detail"]
