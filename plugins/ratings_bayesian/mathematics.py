"""The Bayesian mean, without a database.

Weights are sums of integers, so that taking a review in and out again leaves exactly what was there. A review weighs
v·2^((t − t₀) / 540 d) units, v by its verification and t₀ fixed: that never changes. What it weighs at a moment is the
same number times 2^−((moment − t₀) / 540 d), one factor for all reviews of a solution.

The posterior is that of a Dirichlet-multinomial: star k has C·pₖ + wₖ. The prior's mass is spread over the stars as a
binomial distribution, pₖ = P(Bin(4, (m − 1) / 4) = k − 1), whose mean is m; its middle is as wide as reviews are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import comb, exp2, sqrt

STARS = (1, 2, 3, 4, 5)
LANDMARK = datetime(2024, 1, 1, tzinfo=UTC)
HALF_LIFE = timedelta(days=540)
TOLERANCE = timedelta(minutes=1)
UNIT = 2**40
VERIFICATION = {"PURCHASE": 1.0, "EMAIL": 0.5, "NONE": 0.25}
LOWEST_WEIGHT, HIGHEST_WEIGHT = 5.0, 50.0
TENTH = 1.2816
"""Standard deviations below the mean under which a tenth of a normal distribution lies."""


@dataclass(frozen=True, slots=True)
class PriorBelief:
    """What is believed of a solution before its reviews: `mean` in stars, held as strongly as `weight` reviews."""

    mean: float
    weight: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """score: mean of the posterior. lower_bound: the mean is above it with nine chances in ten."""

    score: float
    lower_bound: float
    weight_sum: float


def clamp_to_now(created_at: datetime, now: datetime) -> datetime:
    """When a review was written, as far as its age goes: one from the future is as old as one of now, for weights
    double every 540 days. Clocks of two machines may differ by TOLERANCE."""
    return now if created_at > now + TOLERANCE else created_at


def compute_units(verification: str, created_at: datetime) -> int:
    """What a review weighs for good, in 1/2⁴⁰ of a verified review written at the landmark."""
    return round(VERIFICATION[verification] * exp2((created_at - LANDMARK) / HALF_LIFE) * UNIT)


def weights_at(sums: Sequence[int], moment: datetime) -> list[float]:
    """What sums of units weigh at a moment, in verified reviews of that moment."""
    factor = exp2((LANDMARK - moment) / HALF_LIFE) / UNIT
    return [int(each) * factor for each in sums]


def posterior(prior: PriorBelief, weights: Sequence[float]) -> Posterior:
    """weights: those of the reviews with one to five stars."""
    weight_sum = sum(weights)
    total = prior.weight + weight_sum
    masses = [
        prior.weight * share + weight
        for share, weight in zip(compute_prior_shares(prior.mean), weights, strict=True)
    ]
    score = (prior.weight * prior.mean + sum_stars(weights)) / total
    variance = sum(mass * (star - score) ** 2 for star, mass in zip(STARS, masses, strict=True)) / total
    return Posterior(score, score - TENTH * sqrt(variance / (total + 1)), weight_sum)


def compute_prior_shares(mean: float) -> list[float]:
    """Shares of the five stars in the prior: binomial, with this mean."""
    share = (mean - 1) / 4
    return [comb(4, above) * share**above * (1 - share) ** (4 - above) for above in range(5)]


def sum_stars(amounts: Sequence[float]) -> float:
    """Sum of the stars, each as often as its amount says."""
    return sum(star * amount for star, amount in zip(STARS, amounts, strict=True))


def plain_mean(counts: Sequence[int]) -> float:
    """Mean of the stars; there must be at least one."""
    return sum_stars(counts) / sum(counts)


def prior_weight(histograms: Sequence[Sequence[int]], start: float) -> float:
    """C by the method of moments: variance of the stars within solutions, by that between solutions, 5 to 50.

    It is the analysis of variance with groups of unequal size. When solutions differ no more than chance explains, it
    is 50. `start` is the answer when nothing can be told: one solution, or nowhere two reviews of the same one.
    """
    sizes = [sum(counts) for counts in histograms]
    groups, reviews = len(sizes), sum(sizes)
    if groups < 2 or reviews == groups:
        return start
    means = [plain_mean(counts) for counts in histograms]
    within = sum(map(sum_squares, histograms, means)) / (reviews - groups)
    overall = sum(size * mean for size, mean in zip(sizes, means, strict=True)) / reviews
    around = sum(size * (mean - overall) ** 2 for size, mean in zip(sizes, means, strict=True)) / (groups - 1)
    typical = (reviews - sum(size**2 for size in sizes) / reviews) / (groups - 1)
    between = (around - within) / typical
    if between <= 0:
        return HIGHEST_WEIGHT
    return min(max(within / between, LOWEST_WEIGHT), HIGHEST_WEIGHT)


def sum_squares(counts: Sequence[int], mean: float) -> float:
    """Sum of the squared distances of the stars from their mean."""
    return sum(count * (star - mean) ** 2 for star, count in zip(STARS, counts, strict=True))
