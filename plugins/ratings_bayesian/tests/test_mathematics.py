"""The Bayesian mean, with the examples of the design."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import sqrt

import pytest
from hypothesis import given, strategies as st

from plugins.ratings_bayesian import mathematics
from plugins.ratings_bayesian.mathematics import LANDMARK, STARS, UNIT, PriorBelief

DESIGN = PriorBelief(4.13, 10)
HISTOGRAMS = st.lists(st.floats(0, 1000), min_size=5, max_size=5)
MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([0, 0, 0, 0, 1], 4.21),
        ([0, 0, 0, 0, 3], 4.33),
        ([0, 0, 0, 25, 25], 4.44),
        ([0, 0, 0, 0.96, 11.04], 4.56),
        ([0, 0, 0, 280, 120], 4.30),
    ],
)
def test_worked_examples(weights: list[float], expected: float) -> None:
    assert round(mathematics.posterior(DESIGN, weights).score, 2) == expected


def test_the_score_by_hand_of_the_documentation() -> None:
    """docs/explanation/ratings.md works it out on paper."""
    as_of = datetime(2026, 6, 1, tzinfo=UTC)
    units = [0] * 5
    for stars, verification, days in ((5, "PURCHASE", 0), (4, "EMAIL", 270), (2, "NONE", 540)):
        units[stars - 1] += mathematics.compute_units(verification, as_of - timedelta(days=days))
    found = mathematics.posterior(DESIGN, mathematics.weights_at(units, as_of))
    assert (round(found.weight_sum, 4), round(found.score, 4)) == (1.4786, 4.1786)


def test_the_lower_bound_by_hand() -> None:
    """Prior 3.0 and weight 16 is 1, 4, 6, 4, 1; four reviews of five stars: 1, 4, 6, 4, 5, mean 3.4, N = 20."""
    found = mathematics.posterior(PriorBelief(3, 16), [0, 0, 0, 0, 4])
    variance = (1 * 2.4**2 + 4 * 1.4**2 + 6 * 0.4**2 + 4 * 0.6**2 + 5 * 1.6**2) / 20
    assert found.score == pytest.approx(3.4)
    assert found.lower_bound == pytest.approx(3.4 - 1.2816 * sqrt(variance / 21))
    assert found.weight_sum == 4


def test_of_two_equal_scores_the_better_founded_one_has_the_higher_bound() -> None:
    few = mathematics.posterior(PriorBelief(4, 10), [0, 0, 0, 2, 0])
    many = mathematics.posterior(PriorBelief(4, 10), [0, 0, 0, 200, 0])
    assert few.score == pytest.approx(many.score)
    assert few.lower_bound < many.lower_bound


@given(st.floats(1, 5))
def test_the_prior_is_spread_around_its_mean(mean: float) -> None:
    shares = mathematics.compute_prior_shares(mean)
    assert sum(shares) == pytest.approx(1)
    assert min(shares) >= 0
    assert mathematics.sum_stars(shares) == pytest.approx(mean)


@given(st.floats(1, 5), st.floats(5, 50), HISTOGRAMS)
def test_the_score_is_a_star_value_and_the_bound_is_below_it(
    mean: float, weight: float, weights: list[float]
) -> None:
    found = mathematics.posterior(PriorBelief(mean, weight), weights)
    assert 1 - 1e-9 <= found.score <= 5 + 1e-9
    assert found.lower_bound <= found.score


@given(st.integers(0, 3), HISTOGRAMS)
def test_a_star_more_is_a_better_score(star: int, weights: list[float]) -> None:
    lower, higher = list(weights), list(weights)
    lower[star] += 1
    higher[star + 1] += 1
    assert mathematics.posterior(DESIGN, lower).score < mathematics.posterior(DESIGN, higher).score


def test_what_a_review_weighs() -> None:
    half_life = timedelta(days=540)
    assert mathematics.compute_units("PURCHASE", LANDMARK) == UNIT
    assert mathematics.compute_units("EMAIL", LANDMARK) == UNIT // 2
    assert mathematics.compute_units("NONE", LANDMARK) == UNIT // 4
    assert mathematics.compute_units("PURCHASE", LANDMARK + 2 * half_life) == 4 * UNIT
    assert mathematics.compute_units("PURCHASE", LANDMARK - half_life) == UNIT // 2


@given(MOMENTS, st.floats(0, 5000), st.sampled_from([("PURCHASE", 1.0), ("EMAIL", 0.5), ("NONE", 0.25)]))
def test_weights_halve_every_540_days(written: datetime, days: float, kind: tuple[str, float]) -> None:
    verification, full = kind
    units = mathematics.compute_units(verification, written)
    (weight,) = mathematics.weights_at([units], written + timedelta(days=days))
    assert weight == pytest.approx(full * 0.5 ** (days / 540), rel=1e-6)


@given(st.lists(MOMENTS, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_taking_reviews_out_again_leaves_exactly_nothing(written: list[datetime], random: object) -> None:
    total = sum(mathematics.compute_units("EMAIL", each) for each in written)
    random.shuffle(written)  # type: ignore[attr-defined]
    for each in written:
        total -= mathematics.compute_units("EMAIL", each)
    assert total == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([1, 1, 1, 0, 0], [0, 0, 1, 1, 1], 5),  # within 1, between 5/3: 0.6 is raised to the least
        ([8, 0, 0, 0, 12], [12, 0, 0, 0, 8], 3072 / 89.6),  # within 153.6/38, around 6.4, between 0.1179
        ([15, 0, 0, 0, 25], [6, 0, 0, 0, 4], 62.8 / 2.555),  # within 188.4/48, around 6.48, typical size 16
    ],
)
def test_prior_weight_by_hand(one: list[int], other: list[int], expected: float) -> None:
    assert mathematics.prior_weight([one, other], 10) == pytest.approx(expected)


def test_prior_weight_where_chance_explains_the_difference() -> None:
    assert mathematics.prior_weight([[3, 3, 3, 3, 3]] * 6, 10) == 50


def test_prior_weight_where_nothing_can_be_told() -> None:
    assert mathematics.prior_weight([], 10) == 10
    assert mathematics.prior_weight([[0, 0, 0, 4, 4]], 10) == 10
    assert mathematics.prior_weight([[0, 0, 0, 0, 1], [1, 0, 0, 0, 0]], 10) == 10


def test_the_more_alike_solutions_are_the_more_the_prior_weighs() -> None:
    apart = [[0, 100, 200, 300, 0], [0, 300, 200, 100, 0]] * 4
    alike = [[0, 170, 200, 230, 0], [0, 230, 200, 170, 0]] * 4
    assert 5 <= mathematics.prior_weight(apart, 10) < mathematics.prior_weight(alike, 10) <= 50


def test_plain_mean() -> None:
    assert mathematics.plain_mean([1, 0, 0, 0, 3]) == 4
    assert STARS == (1, 2, 3, 4, 5)
