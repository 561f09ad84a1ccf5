"""The share of reviews that recommend, and what can be said of it, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

STARS = (1, 2, 3, 4, 5)
Z = 1.96
"""Standard deviations on each side of the mean between which 95 % of a normal distribution lie."""


def wilson(yes: int, total: int, z: float = Z) -> float:
    """Lower bound of Wilson's score interval for a share of yes, 0 to 1: 9 of 10 gives 0.596; 0 without votes."""
    if not total:
        return 0.0
    share = yes / total
    centre = share + z * z / (2 * total)
    margin = z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    return max((centre - margin) / (1 + z * z / total), 0.0)


def plain_mean(counts: Sequence[int]) -> float:
    """Mean of the stars; there must be at least one."""
    return sum(star * count for star, count in zip(STARS, counts, strict=True)) / sum(counts)


def count_recommending(counts: Sequence[int], recommend_from: int) -> int:
    """How many of the reviews give at least so many stars."""
    return sum(counts[recommend_from - 1 :])
