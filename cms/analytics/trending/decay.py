"""Sums that decay: a weight of long ago counts half as much after each half-life.

They decay forwards: a later weight is enlarged instead of all earlier ones being reduced, S += w · 2^((t − t₀) / h), so
that nothing has to be touched while time passes. S grows without bound, therefore its logarithm is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import exp2, inf, log, log1p, log2, sqrt

__all__ = [
    "LONG",
    "NOTHING",
    "SHORT",
    "Added",
    "Key",
    "Sums",
    "add_hours",
    "compute_attention",
    "compute_sum",
    "compute_surprise",
]

START = datetime(2026, 1, 1, tzinfo=UTC)
SHORT, LONG = 48.0, 28 * 24.0
"""Half-lives, in hours."""
PRIOR = 5.0
"""Weight a day that is added to what is usual, so that the first visitors of a row are no sensation."""
Key = tuple[str, int]
"""Kind and primary key of a row of the catalogue."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Logarithms to the base 2 of decaying sums, as of START."""

    short: float = -inf
    long: float = -inf
    visitors: float = -inf


@dataclass(frozen=True, slots=True)
class Added:
    """What an hour added to a row."""

    hour: datetime
    key: Key
    weight: float
    visitors: int


NOTHING = Sums()


def add_hours(sums: Mapping[Key, Sums], added: Iterable[Added]) -> dict[Key, Sums]:
    """Sums with hours added. The order of the hours decides about the last digits, so they come in ascending order."""
    found = dict(sums)
    for each in added:
        found[each.key] = add_hour(found.get(each.key, NOTHING), each)
    return found


def add_hour(sums: Sums, added: Added) -> Sums:
    age = count_hours(added.hour)
    return Sums(
        add(sums.short, added.weight, age / SHORT),
        add(sums.long, added.weight, age / LONG),
        add(sums.visitors, added.visitors, age / LONG),
    )


def add(total: float, weight: float, exponent: float) -> float:
    """log2(2^total + weight · 2^exponent), without computing either power."""
    if weight <= 0:
        return total
    one = log2(weight) + exponent
    high, low = max(total, one), min(total, one)
    return high if low == -inf else high + log1p(exp2(low - high)) / log(2)


def count_hours(moment: datetime) -> float:
    return (moment - START).total_seconds() / 3600


def compute_sum(total: float, half_life: float, now: datetime) -> float:
    """The sum at a moment, of which each part has decayed since its own."""
    return exp2(total - count_hours(now) / half_life) if total > -inf else 0.0


def compute_attention(total: float, half_life: float, now: datetime) -> float:
    """Weight a day: the exponentially weighted moving average."""
    return compute_sum(total, half_life, now) * log(2) * 24 / half_life


def compute_surprise(sums: Sums, now: datetime) -> float:
    """How much more attention than usual: (EWMA48h − EWMA28d) / √(EWMA28d + 5)."""
    short, long = compute_attention(sums.short, SHORT, now), compute_attention(sums.long, LONG, now)
    return (short - long) / sqrt(long + PRIOR)
