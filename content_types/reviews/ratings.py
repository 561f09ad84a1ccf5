"""Aggregates of published reviews, worked out when they are read.

The score is the posterior mean of a Dirichlet-multinomial model (J. Kun, "Bayesian ranking for rated items", 2017):

    score = (C·m + Σ wᵢ·rᵢ) / (C + Σ wᵢ)

m is the mean of all visible reviews, C the weight of that prior in reviews, and wᵢ falls with age and lack of
verification. The plain mean, the count and the histogram are shown as they are; only the order uses the score.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from django.db.models import Avg

from cms.declarations import Gate
from content_types.reviews.choices import Verification
from content_types.reviews.models import Review

PRIOR_WEIGHT = 10.0
"""C: how many fully weighted reviews the prior counts as."""

HALF_LIFE_DAYS = 540.0
WEIGHTS = {Verification.PURCHASE: 1.0, Verification.EMAIL: 0.5, Verification.NONE: 0.25}
METHODOLOGY = "bayesian-mean-1"


@dataclass(frozen=True)
class RatingExplanation:
    """Everything needed to work the score out again."""

    prior_mean: float
    prior_weight: float
    weight_sum: float
    methodology: str


@dataclass(frozen=True)
class Rating:
    """histogram: number of reviews with one to five stars, in that order."""

    average: float
    count: int
    histogram: list[int]
    score: float
    explanation: RatingExplanation


def weight(verification: str, created_at: datetime, now: datetime) -> float:
    """wᵢ of one review: its verification times 0.5^(age / 540 days)."""
    age = max((now - created_at).total_seconds() / 86400, 0.0)
    return WEIGHTS[Verification(verification)] * 0.5 ** (age / HALF_LIFE_DAYS)


def load(keys: Sequence[int], gate: Gate) -> Mapping[int, Rating]:
    """Aggregates by solution, in two statements; a solution without published reviews is left out."""
    visible = Review.objects.filter(gate.visible(Review))
    prior = visible.aggregate(mean=Avg("rating"))["mean"]
    rows: dict[int, list[tuple[int, float]]] = defaultdict(list)
    found = visible.filter(solution__in=keys).values_list("solution", "rating", "verification", "created_at")
    for solution, stars, verification, created_at in found:
        rows[solution].append((stars, weight(verification, created_at, gate.viewer.now)))
    return {solution: aggregate(reviews, float(prior)) for solution, reviews in rows.items()}


def aggregate(reviews: Sequence[tuple[int, float]], prior_mean: float) -> Rating:
    """The aggregate of (stars, weight) pairs; there must be at least one."""
    stars = [star for star, _ in reviews]
    weight_sum = sum(weight for _, weight in reviews)
    weighted = sum(star * weight for star, weight in reviews)
    score = (PRIOR_WEIGHT * prior_mean + weighted) / (PRIOR_WEIGHT + weight_sum)
    return Rating(
        average=round(sum(stars) / len(stars), 2),
        count=len(stars),
        histogram=[stars.count(star) for star in range(1, 6)],
        score=round(score, 4),
        explanation=RatingExplanation(round(prior_mean, 4), PRIOR_WEIGHT, round(weight_sum, 4), METHODOLOGY),
    )


def wilson(yes: int, total: int, z: float = 1.96) -> float:
    """Lower bound of the Wilson score interval for a share of yes: 9 of 10 gives 0.596."""
    if not total:
        return 0.0
    share = yes / total
    centre = share + z * z / (2 * total)
    margin = z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    return round((centre - margin) / (1 + z * z / total), 3)
