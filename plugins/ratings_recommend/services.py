"""Taking one change in, and reading ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from cms.plugin_api import Rating, RatingExplanation, ReviewChange, ReviewFacts, settings_of
from plugins.ratings_recommend import mathematics
from plugins.ratings_recommend.mathematics import STARS
from plugins.ratings_recommend.models import Aggregate
from plugins.ratings_recommend.settings import Settings

METHODOLOGY = "recommend-wilson-1"
TOP_COUNT = 5
"""Reviews from which on a rating is well founded."""

COUNTS = tuple(f"count_{star}" for star in STARS)


class OutOfStepError(ValueError):
    """A review is taken away or changed that was never counted: a recompute puts the aggregate right."""


@dataclass(slots=True)
class Tally:
    """counts: number of the reviews with one to five stars."""

    category: int | None
    counts: list[int] = field(default_factory=lambda: [0] * 5)

    def take(self, facts: ReviewFacts, sign: int) -> None:
        """Take a review in (sign 1) or out (−1)."""
        self.counts[facts.rating - 1] += sign

    def columns(self, recommend_from: int, now: datetime) -> dict[str, Any]:
        """Every column of the aggregate but its solution; there must be at least one review."""
        yes, count = mathematics.count_recommending(self.counts, recommend_from), sum(self.counts)
        return {
            **dict(zip(COUNTS, self.counts, strict=True)),
            "category": self.category,
            "count": count,
            "average": mathematics.plain_mean(self.counts),
            "recommending": yes,
            "score": mathematics.wilson(yes, count),
            "as_of": now,
        }


def apply(change: ReviewChange) -> None:
    """Take a change in, in the caller's transaction. Three statements for a new review, and two for others, however
    many reviews there are. OutOfStepError when `before` was never counted.
    """
    now = timezone.now()
    newest = change.after or change.before
    if newest is None:
        return
    if change.before is None:
        begin(newest, now)
    tally = lock_tally(change.solution, newest.category)
    if change.before:
        tally.take(change.before, -1)
    if change.after:
        tally.take(change.after, 1)
    if min(tally.counts) < 0:
        raise OutOfStepError(f"The aggregate of solution {change.solution} lacks a review: recompute.")
    row = Aggregate.objects.filter(solution=change.solution)
    if any(tally.counts):
        row.update(**tally.columns(settings_of(Settings).recommend_from, now))
    else:
        row.delete()


def begin(facts: ReviewFacts, now: datetime) -> None:
    """Have a row for the solution, and hold it: two first reviews at once find the same one."""
    row = Aggregate(solution_id=facts.solution, category=facts.category, as_of=now)
    Aggregate.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["solution"], update_fields=["category"]
    )


def lock_tally(solution: int, category: int | None) -> Tally:
    """The aggregate of a solution, locked until the end of the transaction."""
    row = Aggregate.objects.select_for_update().filter(solution=solution).values(*COUNTS).first()
    if row is None:
        raise OutOfStepError(f"Solution {solution} has no aggregate to change: recompute.")
    return Tally(category, [row[name] for name in COUNTS])


def load(solutions: Sequence[int]) -> Mapping[int, Rating]:
    """Ratings by solution, in one statement."""
    return {row.solution_id: build_rating(row) for row in Aggregate.objects.filter(solution__in=solutions)}


def build_rating(row: Aggregate) -> Rating:
    return Rating(
        average=round(row.average, 2),
        count=row.count,
        histogram=[getattr(row, name) for name in COUNTS],
        score=round(row.score, 4),
        explanation=RatingExplanation(
            methodology=METHODOLOGY,
            prior_mean=None,
            prior_weight=None,
            weight_sum=float(row.count),
            lower_bound=round(row.score, 4),
            as_of=row.as_of,
        ),
    )
