"""Ratings of solutions: what the plugin in the slot "ratings" makes of published reviews.

The provider is told of every change in the transaction that makes it. One that fails does not keep moderators from
deciding: the change stands, and everything is worked out anew soon after.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from typing import Any

import structlog
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from cms.declarations import Gate
from cms.hooks.errors import CallFailed
from cms.hooks.ratings import Rating, ReviewChange, ReviewFacts
from cms.hooks.slots import rating_provider
from content_types.reviews.choices import ReviewState
from content_types.reviews.models import Review

BATCH = 2000
SOON = 60
"""Seconds in which failures lead to one recompute."""

FACTS = ("pk", "solution", "solution__category", "rating", "verification", "created_at")
logger = structlog.get_logger(__name__)


def load(keys: Sequence[int], gate: Gate) -> Mapping[int, Rating]:
    """Ratings by solution, in one statement; a solution without published reviews is left out, and all are when no
    provider answers."""
    provider = rating_provider()
    try:
        return provider.load(list(keys)) if provider else {}
    except CallFailed:
        return {}


def facts_of(review: Review) -> ReviewFacts | None:
    """What counts of a review; None while it is not published, for then nothing does."""
    if review.state != ReviewState.PUBLISHED:
        return None
    solution = review.solution
    return ReviewFacts(
        review.pk,
        solution.pk,
        solution.category_id,
        review.rating,
        review.verification.upper(),
        review.created_at,
    )


def changed(before: ReviewFacts | None, after: ReviewFacts | None) -> None:
    """Tell the provider of a change to a review, in the caller's transaction; nothing when nothing counts."""
    provider = rating_provider()
    if provider is None or before == after:
        return
    try:
        provider.apply(ReviewChange(before, after))
    except CallFailed:
        transaction.on_commit(recompute_soon)


def recompute_soon() -> None:
    if cache.add("reviews:recompute", 1, SOON):
        recompute_ratings.enqueue()


@task()
def recompute_ratings() -> int:
    """Work all ratings out anew, in the background."""
    return recompute()


def recompute() -> int:
    """Work all ratings out anew; how many reviews were counted. CallFailed when the provider cannot."""
    provider, counted = rating_provider(), Counted()
    if provider is not None:
        with transaction.atomic():
            provider.recompute(counted, timezone.now())
        logger.info("ratings_recomputed", reviews=counted.number, methodology=provider.methodology)
    return counted.number


class Counted:
    """Facts about all published reviews, read when they are iterated over."""

    def __init__(self) -> None:
        self.number = 0

    def __iter__(self) -> Iterator[ReviewFacts]:
        rows = Review.objects.filter(state=ReviewState.PUBLISHED).order_by("pk").values_list(*FACTS)
        for key, solution, category, rating, verification, created_at in rows.iterator(BATCH):
            self.number += 1
            yield ReviewFacts(key, solution, category, rating, verification.upper(), created_at)


def order() -> Sequence[str]:
    """The terms of the order by rating, best first; by title while nothing rates."""
    provider = rating_provider()
    return tuple(provider.order) if provider else ("title",)


def at_least(value: Any, gate: Gate) -> Q:
    """Solutions whose plain mean is at least so many stars."""
    provider = rating_provider()
    return Q(**{f"{provider.average}__gte": value}) if provider else Q(pk__in=())


def top_rated(value: Any, gate: Gate) -> Q:
    """Solutions whose rating rests on enough reviews to be called top rated, or those of which it does not."""
    provider = rating_provider()
    found = Q(**provider.top) if provider else Q(pk__in=())
    return found if value else ~found


def wilson(yes: int, total: int, z: float = 1.96) -> float:
    """Lower bound of the Wilson score interval for a share of yes: 9 of 10 gives 0.596."""
    if not total:
        return 0.0
    share = yes / total
    centre = share + z * z / (2 * total)
    margin = z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    return round((centre - margin) / (1 + z * z / total), 3)
