"""How good a ranking is: reciprocal rank, and discounted cumulative gain of the first ten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log2

__all__ = ["DEPTH", "RELEVANT", "compute_mean", "compute_ndcg", "compute_reciprocal_rank"]

DEPTH = 10
"""Results that are looked at."""
RELEVANT = 2
"""The grade from which on a result is an answer."""
Grades = Mapping[str, int]


def compute_reciprocal_rank(ranking: Sequence[str], grades: Grades) -> float:
    """1 when the first result is an answer, 1/2 when the second is…; 0 when none of the first ten is."""
    places = (place for place, name in enumerate(ranking[:DEPTH], 1) if grades.get(name, 0) >= RELEVANT)
    return 1 / next(places, float("inf"))


def compute_ndcg(ranking: Sequence[str], grades: Grades) -> float:
    """nDCG@10 with gains of 2^grade - 1: 1 for the best order there is (Järvelin and Kekäläinen, 2002)."""
    best = compute_gain(sorted(grades.values(), reverse=True))
    return compute_gain([grades.get(name, 0) for name in ranking]) / best if best else 0.0


def compute_gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(list(grades)[:DEPTH], 1))


def compute_mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
