"""The rows are exact, cost a known number of statements, and are recomputed each night."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cms.plugin_api import ReviewChange, ReviewFacts
from plugins.ratings_bayesian import mathematics, plugin, recomputing, services
from plugins.ratings_bayesian.mathematics import LANDMARK, UNIT
from plugins.ratings_bayesian.models import Aggregate, Prior, RankSnapshot
from plugins.ratings_bayesian.services import OutOfStepError
from plugins.ratings_bayesian.settings import Settings

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def make(aixplore_site: Any) -> Callable[..., ReviewFacts]:
    """Facts about a review of a solution; they are numbered."""
    made: list[ReviewFacts] = []

    def one(solution: Any, stars: int, verification: str = "PURCHASE", at: datetime = NOW) -> ReviewFacts:
        made.append(ReviewFacts(len(made) + 1, solution.pk, solution.category_id, stars, verification, at))
        return made[-1]

    return one


def get_aggregate(solution: Any) -> Aggregate:
    return Aggregate.objects.get(solution=solution)


def test_apply_costs_an_exact_number_of_statements(
    aixplore_site: Any, make: Any, assert_statements: Any
) -> None:
    review = make(aixplore_site.solution(), 4)
    edited = replace(review, rating=2)
    for change, expected in (
        (ReviewChange(None, review), 4),
        (ReviewChange(None, replace(review, review=2)), 4),
        (ReviewChange(review, edited), 3),
        (ReviewChange(edited, None), 3),
        (ReviewChange(replace(review, review=2), None), 2),
        (ReviewChange(None, None), 0),
    ):
        with assert_statements(expected):
            services.apply(change)
    assert not Aggregate.objects.exists()


def test_weights_are_exact_integers(aixplore_site: Any, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    solution = aixplore_site.solution()
    far = LANDMARK + timedelta(days=540 * 100)  # in the year 2171, with 43 digits
    monkeypatch.setattr("django.utils.timezone.now", lambda: far)
    services.apply(ReviewChange(None, make(solution, 5, "NONE", at=LANDMARK)))
    services.apply(ReviewChange(None, make(solution, 5, "PURCHASE", at=far)))
    assert int(get_aggregate(solution).weight_5) == UNIT * 2**100 + UNIT // 4
    services.apply(ReviewChange(make(solution, 5, "PURCHASE", at=far), None))
    row = get_aggregate(solution)
    assert (int(row.weight_5), row.count_5, row.count) == (UNIT // 4, 1, 1)


def test_without_any_prior_it_starts_with_that_of_the_settings(
    aixplore_site: Any, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    solution = aixplore_site.solution()
    monkeypatch.setattr(services, "settings_of", lambda model: Settings(start_mean=3, start_weight=20))
    services.apply(ReviewChange(None, make(solution, 5, at=datetime.now(UTC))))
    rating = services.load([solution.pk])[solution.pk]
    assert (rating.explanation.prior_mean, rating.explanation.prior_weight) == (3, 20)
    assert rating.score == pytest.approx((20 * 3 + 5) / 21, abs=1e-4)
    assert rating.explanation.lower_bound < rating.score


def test_the_prior_is_that_of_the_category_and_else_that_of_all(aixplore_site: Any, make: Any) -> None:
    one = aixplore_site.solution(category=aixplore_site.category())
    other = aixplore_site.solution(category=aixplore_site.category())
    Prior.objects.create(category=None, mean=3.5, weight=11, computed_at=NOW)
    Prior.objects.create(category=one.category_id, mean=4.5, weight=22, computed_at=NOW)
    for solution in (one, other):
        services.apply(ReviewChange(None, make(solution, 5)))
    assert (get_aggregate(one).prior_mean, get_aggregate(one).prior_weight) == (4.5, 22)
    assert (get_aggregate(other).prior_mean, get_aggregate(other).prior_weight) == (3.5, 11)


def test_a_review_that_was_never_counted_is_refused(aixplore_site: Any, make: Any) -> None:
    solution = aixplore_site.solution()
    unknown = make(solution, 5)
    with pytest.raises(OutOfStepError, match="recompute"):
        services.apply(ReviewChange(unknown, None))
    services.apply(ReviewChange(None, make(solution, 4)))
    with pytest.raises(OutOfStepError, match="recompute"):
        services.apply(ReviewChange(unknown, replace(unknown, rating=3)))
    assert get_aggregate(solution).count == 1


def test_recompute_takes_new_priors(aixplore_site: Any, make: Any) -> None:
    rated, thin = aixplore_site.category(), aixplore_site.category()
    members = [aixplore_site.solution(category=rated) for _ in range(5)]
    lonely = aixplore_site.solution(category=thin)
    reviews = [make(each, stars) for each in members for stars in (3, 4)]
    recomputing.recompute([*reviews, make(lonely, 1)], NOW)
    priors = {prior.category: prior for prior in Prior.objects.all()}
    assert set(priors) == {None, rated.pk}
    assert priors[rated.pk].mean == pytest.approx(3.5)
    assert priors[rated.pk].weight == 50  # the solutions do not differ at all
    assert priors[None].mean == pytest.approx((5 * 7 + 1) / 11)
    assert get_aggregate(members[0]).prior_mean == pytest.approx(3.5)
    assert get_aggregate(lonely).prior_mean == pytest.approx(36 / 11)
    assert priors[None].computed_at == NOW


def test_few_solutions_make_no_prior(aixplore_site: Any, make: Any) -> None:
    solution = aixplore_site.solution()
    recomputing.recompute([make(solution, 1)], NOW)
    prior = Prior.objects.get()
    assert (prior.category, prior.mean, prior.weight) == (None, 4, 10)
    assert get_aggregate(solution).score == pytest.approx(41 / 11)


def test_the_prior_mean_weighs_reviews_as_the_score_does(aixplore_site: Any, make: Any) -> None:
    solutions = [aixplore_site.solution() for _ in range(5)]
    reviews = [make(each, 5) for each in solutions] + [make(each, 1, "NONE") for each in solutions]
    recomputing.recompute(reviews, NOW)
    assert Prior.objects.get(category=None).mean == pytest.approx((5 + 0.25) / 1.25)


def test_recompute_lets_reviews_age(aixplore_site: Any, make: Any) -> None:
    solution = aixplore_site.solution()
    reviews = [make(solution, 5), make(solution, 5, "EMAIL")]
    for days, expected in ((0, 1.5), (540, 0.75), (1080, 0.375)):
        recomputing.recompute(reviews, NOW + timedelta(days=days))
        assert get_aggregate(solution).weight_sum == pytest.approx(expected, rel=1e-9)
        assert int(get_aggregate(solution).weight_5) == sum(
            mathematics.compute_units(each.verification, NOW) for each in reviews
        )


def test_recompute_keeps_rankings_and_proves_their_inputs(aixplore_site: Any, make: Any) -> None:
    first, second = aixplore_site.category(), aixplore_site.category()
    good, bad = aixplore_site.solution(category=first), aixplore_site.solution(category=first)
    best = aixplore_site.solution(category=second)
    reviews = [make(bad, 1), make(good, 4), make(best, 5)]
    recomputing.recompute(reviews, NOW)
    snapshots = {each.category: each for each in RankSnapshot.objects.all()}
    ranked = {category: [entry[0] for entry in each.ranking] for category, each in snapshots.items()}
    assert ranked == {
        None: [best.pk, good.pk, bad.pk],
        first.pk: [good.pk, bad.pk],
        second.pk: [best.pk],
    }
    assert snapshots[None].ranking[0][1:] == [round((40 + 5) / 11, 4), 1]
    assert snapshots[None].methodology == services.METHODOLOGY
    assert len({each.inputs_hash for each in snapshots.values()}) == 3


def test_the_hash_is_of_the_facts_and_not_of_their_order(aixplore_site: Any, make: Any) -> None:
    solution = aixplore_site.solution()
    reviews = [make(solution, stars) for stars in (3, 4, 5)]
    changed = [replace(reviews[0], verification="NONE"), *reviews[1:]]
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


def test_the_job_counts_published_reviews_only(aixplore_site: Any) -> None:
    solution = aixplore_site.solution()
    aixplore_site.review(solution, rating=5, verification="purchase")
    aixplore_site.review(solution, rating=2)
    aixplore_site.review(solution, rating=1, state="pending")
    assert plugin.jobs()[0].run() == "1 solutions rated"
    rating = services.load([solution.pk])[solution.pk]
    assert rating.histogram == [0, 1, 0, 0, 1]
    assert rating.average == 3.5
    assert get_aggregate(solution).category == solution.category_id
    assert get_aggregate(solution).weight_5 > get_aggregate(solution).weight_2


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
    assert [list(each.read()) for each in (rated, age)][1] == []
    recomputing.recompute([make(aixplore_site.solution(), 5)], datetime.now(UTC) - timedelta(hours=1))
    assert [sample.value for sample in rated.read()] == [1]
    assert [sample.value for sample in age.read()] == [pytest.approx(3600, abs=60)]


def test_the_panel_shows_the_best(aixplore_site: Any, make: Any, assert_statements: Any) -> None:
    solutions = [aixplore_site.solution(f"Stars {stars}") for stars in (1, 2, 3, 4, 5)]
    solutions += [aixplore_site.solution("Also 3"), aixplore_site.solution("Hidden 5")]
    empty = plugin.dashboard_panels()[0].data(None)
    assert empty["detail"] == "0 solutions are rated. Never recomputed."
    assert (
        empty["text"] == "No published solution has enough reviews for the list yet." and "rows" not in empty
    )
    reviews = [make(each, int(each.title[-1])) for each in solutions for _ in range(6)]
    recomputing.recompute([*reviews, make(aixplore_site.solution("Thin"), 5)], NOW)
    solutions[-1].unpublish()
    with assert_statements(3):
        shown = plugin.dashboard_panels()[0].data(None)
    assert "8 solutions are rated." in shown["detail"] and ".." not in shown["detail"]
    assert shown["rows"][0][1] == f"/admin/pages/{solutions[4].pk}/edit/"
    assert [row[0] for row in shown["rows"]] == ["Stars 5", "Stars 4", "Stars 3", "Also 3", "Stars 2"]
    assert "Recomputed on 1 June 2026" in shown["detail"]
