"""Ratings of solutions: what the plugin in the slot "ratings" makes of published reviews.

The provider is called for every change, in its transaction. If it fails, the moderator's decision is kept, and all
ratings are recomputed soon after.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Any

import structlog
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from cms.declarations import Gate
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.events import RowsChanged
from cms.plugins.api.ratings import Rating, RatingProvider, ReviewChange, ReviewFacts
from cms.plugins.runtime.slots import slot
from cms.publishing.outbox import publish
from content_types.reviews.choices import ReviewState
from content_types.reviews.helpfulness import Z
from content_types.reviews.models import Review
from content_types.solutions.models import Solution

BATCH = 2000
WAITING = "reviews:recompute"
SOON = 60
"""Seconds for which a recompute that waits stands for all further failures, should it never begin."""

FACTS = ("pk", "solution", "solution__category", "rating", "verification", "created_at")
logger = structlog.get_logger(__name__)


def load(keys: Sequence[int], gate: Gate) -> Mapping[int, Rating]:
    """Ratings by solution, in one statement; a solution without published reviews is left out, and all are when no
    plugin provides them. CallFailed when it gives no answer."""
    provider = find_provider(gate)
    return provider.load(list(keys)) if provider else {}


def find_provider(gate: Gate) -> RatingProvider | None:
    """What rates; None while nothing does, and for a credential that reads no reviews: ratings tell of them."""
    return slot(RatingProvider) if gate.viewer.reads(Review) else None


def build_facts(review: Review) -> ReviewFacts | None:
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


def apply_change(before: ReviewFacts | None, after: ReviewFacts | None) -> None:
    """Tell the provider of a change to a review, in the caller's transaction; nothing when nothing counts."""
    provider = slot(RatingProvider)
    if provider is None or before == after:
        return
    try:
        provider.apply(ReviewChange(before, after))
    except CallFailed:
        transaction.on_commit(recompute_soon)


def apply_changes(changes: Iterable[tuple[ReviewFacts | None, ReviewFacts | None]]) -> None:
    """Tell the provider of several changes, in the order of their solutions: as each locks the rating of its solution
    until the transaction ends, two moderators would wait for each other otherwise."""
    counting = [pair for pair in changes if pair != (None, None)]
    for before, after in sorted(counting, key=lambda pair: (pair[1] or pair[0]).solution):  # type: ignore[union-attr]
        apply_change(before, after)


def apply_deletion(review: int) -> None:
    """Tell the provider of a review that is about to be deleted, as it stands in the database."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("solution").defer("solution__body")
    if row := rows.filter(pk=review).first():
        apply_change(build_facts(row), None)


def recompute_soon() -> None:
    """Schedule a recompute in the background, once for all failures until it begins."""
    if cache.add(WAITING, 1, SOON):
        recompute_ratings.enqueue()


@task()
def recompute_ratings() -> int:
    """Recompute all ratings in the background."""
    cache.delete(WAITING)
    return recompute()


def recompute() -> int:
    """Recompute all ratings and return the number of reviews. CallFailed if the provider fails.

    Reviews of solutions that not everybody may see are added one by one at the end: they count for their solution,
    which may be shown again any time, and neither for priors nor for the rankings that are kept.
    """
    provider = slot(RatingProvider)
    if provider is None:
        return 0
    keys = hidden_solutions()
    public, hidden = FactsIterator(~Q(solution__in=keys)), FactsIterator(Q(solution__in=keys))
    with transaction.atomic():
        provider.recompute(public, timezone.now())
        for facts in hidden:
            provider.apply(ReviewChange(None, facts))
        publish(RowsChanged("reviews.rating"))
    logger.info(
        "ratings_recomputed", reviews=public.number, hidden=hidden.number, methodology=provider.methodology
    )
    return public.number + hidden.number


def recompute_or_try_again() -> None:
    """Recompute all ratings now, or soon if the provider fails; never raises for a failure."""
    try:
        recompute()
    except CallFailed:
        transaction.on_commit(recompute_soon)


def hidden_solutions() -> list[int]:
    """Keys of the solutions that are not published, have expired, or stand in a private part of the site."""
    current = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    shown = Solution.objects.live().public().filter(current)
    return list(Solution.objects.exclude(pk__in=shown.values("pk")).values_list("pk", flat=True))


class FactsIterator:
    """Facts about published reviews, read when they are iterated over. number: how many have been by now."""

    def __init__(self, which: Q) -> None:
        self.which, self.number = which, 0

    def __iter__(self) -> Iterator[ReviewFacts]:
        published = Review.objects.filter(self.which, state=ReviewState.PUBLISHED).order_by("pk")
        rows = published.values_list(*FACTS).iterator(BATCH)
        for key, solution, category, rating, verification, created_at in rows:
            self.number += 1
            yield ReviewFacts(key, solution, category, rating, verification.upper(), created_at)


def order(gate: Gate) -> Sequence[str]:
    """The terms of the order by rating, best first; by title while nothing rates."""
    provider = find_provider(gate)
    return tuple(provider.order) if provider else ("title",)


def find_average_path() -> str | None:
    """The path from a solution to its plain mean; None while nothing rates."""
    provider = slot(RatingProvider)
    return provider.average if provider else None


def build_minimum_rule(value: Any, gate: Gate) -> Q:
    """Solutions whose plain mean is at least so many stars."""
    provider = find_provider(gate)
    return Q(**{f"{provider.average}__gte": value}) if provider else Q(pk__in=())


def top_rated(value: Any, gate: Gate) -> Q:
    """Solutions whose rating rests on enough reviews to be called top rated, or those of which it does not."""
    provider = find_provider(gate)
    found = Q(**provider.top) if provider else Q(pk__in=())
    return found if value else ~found


def wilson(yes: int, total: int, z: float = Z) -> float:
    """Lower bound of the Wilson score interval for a share of yes: 9 of 10 gives 0.596."""
    if not total:
        return 0.0
    share = yes / total
    centre = share + z * z / (2 * total)
    margin = z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    return round((centre - margin) / (1 + z * z / total), 3)
