"""Taking one change in, and reading ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from cms.plugin_api import Rating, RatingExplanation, ReviewChange, ReviewFacts, settings_of
from plugins.ratings_bayesian import mathematics
from plugins.ratings_bayesian.mathematics import STARS, PriorBelief
from plugins.ratings_bayesian.models import Aggregate, Prior
from plugins.ratings_bayesian.settings import Settings

METHODOLOGY = "bayesian-mean-2"
TOP_WEIGHT = 5
"""Sum of weights from which on a rating is well founded."""

COUNTS = tuple(f"count_{star}" for star in STARS)
WEIGHTS = tuple(f"weight_{star}" for star in STARS)


class OutOfStepError(ValueError):
    """A review is taken away or changed that was never counted: a recompute puts the aggregate right."""


@dataclass(slots=True)
class Tally:
    """The exact part of an aggregate. counts, units: number and units of the reviews with one to five stars."""

    category: int | None
    counts: list[int] = field(default_factory=lambda: [0] * 5)
    units: list[int] = field(default_factory=lambda: [0] * 5)

    def take(self, facts: ReviewFacts, sign: int, now: datetime) -> None:
        """Take a review in (sign 1) or out (−1). One from the future weighs more each day, so there may be less to take
        out than it weighs by then; the next recompute evens that out."""
        place, counted = facts.rating - 1, mathematics.clamp_to_now(facts.created_at, now)
        left = self.units[place] + sign * mathematics.compute_units(facts.verification, counted)
        self.counts[place] += sign
        self.units[place] = left if counted == facts.created_at else max(left, 0)

    def columns(self, prior: PriorBelief, now: datetime) -> dict[str, Any]:
        """Every column of the aggregate but its solution; there must be at least one review."""
        found = mathematics.posterior(prior, mathematics.weights_at(self.units, now))
        return {
            **dict(zip(COUNTS, self.counts, strict=True)),
            **dict(zip(WEIGHTS, self.units, strict=True)),
            "category": self.category,
            "count": sum(self.counts),
            "average": mathematics.plain_mean(self.counts),
            "score": found.score,
            "lower_bound": found.lower_bound,
            "weight_sum": found.weight_sum,
            "prior_mean": prior.mean,
            "prior_weight": prior.weight,
            "as_of": now,
        }


def apply(change: ReviewChange) -> None:
    """Take a change in, in the caller's transaction. Four statements for a new review, three for others, and two for
    the last one of a solution to go, however many reviews there are. OutOfStepError when `before` was never counted.
    """
    now = timezone.now()
    newest = change.after or change.before
    if newest is None:
        return
    if change.before is None:
        begin(newest, now)
    tally = lock_tally(change.solution, newest.category)
    if change.before:
        tally.take(change.before, -1, now)
    if change.after:
        tally.take(change.after, 1, now)
    if min(tally.counts) < 0 or min(tally.units) < 0:
        raise OutOfStepError(f"The aggregate of solution {change.solution} lacks a review: recompute.")
    row = Aggregate.objects.filter(solution=change.solution)
    if any(tally.counts):
        row.update(**tally.columns(load_prior(tally.category), now))
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
    row = Aggregate.objects.select_for_update().filter(solution=solution).values(*COUNTS, *WEIGHTS).first()
    if row is None:
        raise OutOfStepError(f"Solution {solution} has no aggregate to change: recompute.")
    return Tally(category, [row[name] for name in COUNTS], [int(row[name]) for name in WEIGHTS])


def load_prior(category: int | None) -> PriorBelief:
    """The prior of the category, else the one of all solutions, else the one to start with."""
    wanted = Prior.objects.filter(Q(category=category) | Q(category=None))
    found = wanted.order_by(F("category").asc(nulls_last=True)).first()
    return PriorBelief(found.mean, found.weight) if found else build_first_prior()


def build_first_prior() -> PriorBelief:
    settings = settings_of(Settings)
    return PriorBelief(settings.start_mean, settings.start_weight)


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
            prior_mean=round(row.prior_mean, 4),
            prior_weight=round(row.prior_weight, 4),
            weight_sum=round(row.weight_sum, 4),
            lower_bound=round(row.lower_bound, 4),
            as_of=row.as_of,
        ),
    )
