"""What visitors did with a solution, for its vendor and for editors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cms.audience.stats import StatsPeriod, VisitStats, load_stats
from cms.declarations import Argument, BatchField, Gate
from content_types.solutions.models import Solution

__all__ = ["declare_stats"]


def declare_stats() -> BatchField:
    return BatchField(
        Solution, "stats", VisitStats, load,
        "What visitors did, for members of its vendor, those who may edit it, and editors; null for all others, and"
        " where the site counts no visits.", cost=10,
        arguments={
            "period": Argument(StatsPeriod, "The last days; 30 without it.")
        },
    )  # fmt: skip


def load(keys: Sequence[int], gate: Gate, given: Mapping[str, Any]) -> Mapping[int, VisitStats]:
    return load_stats(Solution, keys, gate, given.get("period", StatsPeriod.DAYS_30.value))
