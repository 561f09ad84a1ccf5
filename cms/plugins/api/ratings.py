"""The ratings slot: what a provider is given, what it answers, and the provider itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cms.base.reasons import mark_text as _
from cms.plugins.api.markers import Budget
from cms.plugins.api.providers import SlotCall, SlotProvider

__all__ = ["Rating", "RatingExplanation", "RatingProvider", "ReviewChange", "ReviewFacts"]


@dataclass(frozen=True, slots=True)
class RatingExplanation:
    """Why the score is what it is: enough to work it out again.

    priorMean and priorWeight: the prior, null for methods without one. weightSum: weight of all reviews together.
    lowerBound: the bound that breaks ties. asOf: when the score was worked out.
    """

    methodology: str
    prior_mean: float | None
    prior_weight: float | None
    weight_sum: float
    lower_bound: float
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating of a solution, from its published reviews.

    average: plain mean of the stars. count: number of reviews. histogram: how many gave one to five stars, in that
    order. score: what orders by rating follow; its scale is the method's.
    """

    average: float
    count: int
    histogram: list[int]
    score: float
    explanation: RatingExplanation


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What an aggregate needs of one published review.

    category: key of the solution's primary category. verification: "PURCHASE", "EMAIL" or "NONE".
    """

    review: int
    solution: int
    category: int | None
    rating: int
    verification: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """A change to the published reviews of one solution: `before` is None for a new one, `after` for one taken away."""

    before: ReviewFacts | None
    after: ReviewFacts | None

    @property
    def solution(self) -> int:
        return (self.after or self.before).solution  # type: ignore[union-attr]


@dataclass(frozen=True, kw_only=True)
class RatingProvider(SlotProvider):
    """Keeps one aggregate for each solution with published reviews, in a table of its own.

    methodology: name and version of the method; it is shown with every score.
    load: ratings by solution key, in one SQL statement; a solution without reviews is left out.
    apply: takes a change in, within the transaction that makes it, in a constant number of statements.
    recompute: replaces all aggregates by those of the given reviews, as of the given moment.
    order: Django paths from Solution, best first ("-ratings_bayesian__score", …).
    average: Django path from Solution to the plain mean. top: look-ups that only well-founded ratings pass.
    """

    slot_name: ClassVar[str] = "ratings"
    calls: ClassVar[Mapping[str, SlotCall]] = {
        "load": SlotCall(("solutions",), Budget(1.0, 3)),
        "apply": SlotCall(("change",), Budget(2.0, 20), writes=True),
        "recompute": SlotCall(("reviews", "now"), Budget(3600.0, 1_000_000), writes=True),
    }

    methodology: str
    load: Callable[[Sequence[int]], Mapping[int, Rating]]
    apply: Callable[[ReviewChange], None]
    recompute: Callable[[Iterable[ReviewFacts], datetime], None]
    order: Sequence[str]
    average: str
    top: Mapping[str, float]

    def validate(self) -> None:
        super().validate()
        self.need(self.methodology and self.order, _("methodology and order have to be given."))
