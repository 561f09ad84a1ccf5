"""What every plugin for the slot "ratings" does, as tests of its provider.

A plugin's own tests subclass RatingProviderConformance and name the module of its hooks:

    class TestConformance(RatingProviderConformance):
        plugin = my_plugin.plugin

The provider is taken from the module's `rating_provider()`, so a plugin that stands by can be tested as well. What the
tests need otherwise comes from the fixture `aixplore_site`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction

from cms.plugins.api.ratings import Rating, RatingProvider, ReviewChange, ReviewFacts
from cms.testing.statements import capture_statements, exact_statements

__all__ = ["RatingProviderConformance"]

VERIFICATIONS = ("PURCHASE", "EMAIL", "NONE")
KEYS = count(1)


def facts(solution: Any, stars: int, verification: str = "PURCHASE", days: float = 1) -> ReviewFacts:
    """Of a review written so many days ago."""
    written = datetime.now(UTC) - timedelta(days=days)
    return ReviewFacts(next(KEYS), solution.pk, solution.category_id, stars, verification, written)


def build_star_facts(solution: Any, stars: Sequence[int]) -> list[ReviewFacts]:
    return [facts(solution, each) for each in stars]


def random_history(solution: Any, random: Random, steps: int) -> Iterator[ReviewChange]:
    """Reviews are published, edited, verified and withdrawn, in any order."""
    published: list[ReviewFacts] = []
    for _ in range(steps):
        step = random.choice(["publish", "publish", "edit", "verify", "withdraw"]) if published else "publish"
        if step == "publish":
            new = facts(solution, random.randint(1, 5), random.choice(VERIFICATIONS), random.uniform(0, 3000))
            published.append(new)
            yield ReviewChange(None, new)
            continue
        old = published.pop(random.randrange(len(published)))
        if step == "withdraw":
            yield ReviewChange(old, None)
            continue
        changed = replace(old, verification=random.choice(VERIFICATIONS))
        if step == "edit":
            changed = replace(old, rating=random.randint(1, 5))
        published.append(changed)
        yield ReviewChange(old, changed)


def outcome(history: Iterable[ReviewChange]) -> list[ReviewFacts]:
    """The reviews that are published after a history."""
    published: dict[int, ReviewFacts] = {}
    for change in history:
        if change.before:
            del published[change.before.review]
        if change.after:
            published[change.after.review] = change.after
    return list(published.values())


def is_same_rating(one: Rating, other: Rating) -> bool:
    """Whether two ratings agree in everything but the moment that they are of; reviews age a little in between."""
    numbers = [
        (
            each.average,
            each.score,
            each.explanation.weight_sum,
            each.explanation.lower_bound,
            each.explanation.prior_mean or 0,
            each.explanation.prior_weight or 0,
        )
        for each in (one, other)
    ]
    exact = (one.count, one.histogram) == (other.count, other.histogram)
    return exact and numbers[0] == pytest.approx(numbers[1], abs=2e-4)


class RatingProviderConformance:
    """plugin: the module with the hooks of the plugin under test."""

    plugin: ModuleType

    @pytest.fixture
    def provider(self, aixplore_site: Any) -> RatingProvider:
        (provided,) = self.plugin.rating_provider()
        assert isinstance(provided, RatingProvider)
        return provided

    @pytest.fixture
    def solution(self, aixplore_site: Any) -> Any:
        return aixplore_site.solution()

    @staticmethod
    def publish(provider: RatingProvider, reviews: Iterable[ReviewFacts]) -> None:
        for each in reviews:
            provider.apply(ReviewChange(None, each))

    @staticmethod
    def recompute(provider: RatingProvider, reviews: Iterable[ReviewFacts]) -> None:
        provider.recompute(iter(reviews), datetime.now(UTC))

    def rank_solutions(self, provider: RatingProvider, solution: Any) -> list[Any]:
        """Keys of the rated solutions, best first, as the site asks for them."""
        rated = type(solution).objects.filter(**{f"{provider.average}__isnull": False})
        return list(rated.order_by(*provider.order).values_list("pk", flat=True))

    def top(self, provider: RatingProvider, solution: Any) -> set[Any]:
        """Keys of the solutions with well-founded ratings."""
        return set(type(solution).objects.filter(**provider.top).values_list("pk", flat=True))

    def test_the_average_is_the_plain_mean(self, provider: RatingProvider, solution: Any) -> None:
        self.publish(
            provider, [facts(solution, 5), facts(solution, 2, "NONE", 900), facts(solution, 1, "EMAIL")]
        )
        rating = provider.load([solution.pk])[solution.pk]
        assert rating.average == pytest.approx(8 / 3, abs=0.005)
        rows = type(solution).objects.filter(pk=solution.pk)
        assert rows.values_list(provider.average, flat=True).get() == pytest.approx(8 / 3, abs=0.005)

    def test_count_and_histogram_are_those_of_the_reviews(
        self, provider: RatingProvider, solution: Any
    ) -> None:
        self.publish(provider, build_star_facts(solution, [5, 5, 5, 4, 2, 2]))
        rating = provider.load([solution.pk])[solution.pk]
        assert (rating.count, rating.histogram) == (6, [0, 2, 0, 1, 3])

    def test_the_explanation_names_the_method_and_the_moment(
        self, provider: RatingProvider, solution: Any
    ) -> None:
        before = datetime.now(UTC)
        self.publish(provider, build_star_facts(solution, [4]))
        explanation = provider.load([solution.pk])[solution.pk].explanation
        assert explanation.methodology == provider.methodology
        assert before <= explanation.as_of <= datetime.now(UTC)
        assert explanation.weight_sum == pytest.approx(1, abs=0.01)

    def test_solutions_without_reviews_are_left_out(self, provider: RatingProvider, solution: Any) -> None:
        assert dict(provider.load([solution.pk, 999_999_999])) == {}
        self.publish(provider, build_star_facts(solution, [4]))
        assert set(provider.load([solution.pk, 999_999_999])) == {solution.pk}
        assert dict(provider.load([])) == {}

    def test_load_is_one_statement_for_a_hundred(self, provider: RatingProvider, aixplore_site: Any) -> None:
        vendor = aixplore_site.vendor()
        solutions = [aixplore_site.solution(vendor=vendor) for _ in range(100)]
        self.recompute(provider, [facts(each, place % 5 + 1) for place, each in enumerate(solutions)])
        with exact_statements(1):
            ratings = provider.load([each.pk for each in solutions])
        assert len(ratings) == 100
        with exact_statements(1):
            assert provider.load([solutions[3].pk])[solutions[3].pk].histogram == [0, 0, 0, 1, 0]

    def test_apply_costs_the_same_for_ten_reviews_and_a_thousand(
        self, provider: RatingProvider, solution: Any
    ) -> None:
        costs = []
        for amount in (10, 1000):
            self.recompute(provider, build_star_facts(solution, [4] * amount))
            new = facts(solution, 5)
            edited = replace(new, rating=1)
            each = []
            for change in (
                ReviewChange(None, new),
                ReviewChange(new, edited),
                ReviewChange(edited, None),
            ):
                with capture_statements() as statements:
                    provider.apply(change)
                each.append(len(statements))
            assert provider.load([solution.pk])[solution.pk].count == amount
            costs.append(each)
        assert costs[0] == costs[1]

    @pytest.mark.parametrize("seed", range(8))
    def test_changes_one_by_one_give_what_a_recompute_gives(
        self, provider: RatingProvider, aixplore_site: Any, seed: int
    ) -> None:
        """A prior, too, is taken by the recompute, so the changes come after it: from nothing, and all once more."""
        random = Random(seed)
        solutions = [aixplore_site.solution() for _ in range(6)]
        keys = [each.pk for each in solutions]
        histories = [list(random_history(each, random, random.randint(1, 40))) for each in solutions]
        changes = [change for history in histories for change in history]
        published = outcome(changes)
        self.recompute(provider, published)
        recomputed = provider.load(keys)
        for each in published:
            provider.apply(ReviewChange(each, None))
        assert dict(provider.load(keys)) == {}
        for change in changes:
            provider.apply(change)
        stepwise = provider.load(keys)
        assert set(stepwise) == set(recomputed) == {each.solution for each in published}
        for key in recomputed:
            assert is_same_rating(stepwise[key], recomputed[key]), (stepwise[key], recomputed[key])

    def test_a_recompute_replaces_what_was_there(self, provider: RatingProvider, aixplore_site: Any) -> None:
        gone, kept = aixplore_site.solution(), aixplore_site.solution()
        self.publish(provider, build_star_facts(gone, [5, 5]) + build_star_facts(kept, [1]))
        self.recompute(provider, build_star_facts(kept, [3, 4]))
        ratings = provider.load([gone.pk, kept.pk])
        assert {key: rating.histogram for key, rating in ratings.items()} == {kept.pk: [0, 0, 1, 1, 0]}
        self.recompute(provider, [])
        assert dict(provider.load([gone.pk, kept.pk])) == {}

    def test_better_reviews_rank_higher(self, provider: RatingProvider, aixplore_site: Any) -> None:
        worst, middle, best = (aixplore_site.solution() for _ in range(3))
        self.publish(provider, build_star_facts(middle, [5, 5, 4, 3, 2] * 2))
        self.publish(provider, build_star_facts(worst, [1, 2, 1, 2, 1] * 2))
        self.publish(provider, build_star_facts(best, [5, 5, 5, 4, 5] * 2))
        assert self.rank_solutions(provider, best) == [best.pk, middle.pk, worst.pk]
        ratings = provider.load([worst.pk, middle.pk, best.pk])
        assert ratings[best.pk].score > ratings[middle.pk].score > ratings[worst.pk].score

    def test_a_single_perfect_review_does_not_beat_many_good_ones(
        self, provider: RatingProvider, aixplore_site: Any
    ) -> None:
        lucky, proven = aixplore_site.solution(), aixplore_site.solution()
        self.publish(provider, build_star_facts(lucky, [5]) + build_star_facts(proven, [5] * 28 + [4] * 2))
        assert self.rank_solutions(provider, proven) == [proven.pk, lucky.pk]

    def test_thin_ratings_are_not_top(self, provider: RatingProvider, aixplore_site: Any) -> None:
        thin, founded = aixplore_site.solution(), aixplore_site.solution()
        self.publish(provider, build_star_facts(thin, [5]) + build_star_facts(founded, [5] * 20))
        assert self.top(provider, thin) == {founded.pk}

    def test_taking_the_last_review_away_takes_the_rating_away(
        self, provider: RatingProvider, solution: Any
    ) -> None:
        first, second = build_star_facts(solution, [5, 3])
        self.publish(provider, [first, second])
        provider.apply(ReviewChange(first, None))
        assert provider.load([solution.pk])[solution.pk].histogram == [0, 0, 1, 0, 0]
        provider.apply(ReviewChange(second, None))
        assert dict(provider.load([solution.pk])) == {}
        assert self.rank_solutions(provider, solution) == []

    @pytest.mark.parametrize("year", [2099, 9999])
    def test_a_review_from_the_future_counts_like_one_of_now(
        self, provider: RatingProvider, solution: Any, year: int
    ) -> None:
        """No clock that went wrong and no slip of the pen may put one review above all others, or stop a recompute."""
        ahead = replace(facts(solution, 5), created_at=datetime(year, 5, 1, 10, tzinfo=UTC))
        others = build_star_facts(solution, [1, 1, 1])
        self.recompute(provider, [*others, replace(ahead, created_at=datetime.now(UTC))])
        expected = provider.load([solution.pk])[solution.pk]
        self.recompute(provider, [*others, ahead])
        assert is_same_rating(provider.load([solution.pk])[solution.pk], expected)
        provider.apply(ReviewChange(ahead, None))
        assert provider.load([solution.pk])[solution.pk].count == 3
        provider.apply(ReviewChange(None, ahead))
        assert is_same_rating(provider.load([solution.pk])[solution.pk], expected)

    def test_a_change_that_is_rolled_back_leaves_nothing(
        self, provider: RatingProvider, solution: Any
    ) -> None:
        self.publish(provider, build_star_facts(solution, [5]))
        before = provider.load([solution.pk])
        with transaction.atomic():
            self.publish(provider, build_star_facts(solution, [1]))
            transaction.set_rollback(True)
        assert provider.load([solution.pk]) == before
