"""What visitors viewed on the same day, as pairs of rows of the catalogue.

A visitor's id lasts a day, so a day is the longest time over which two views are known to be of one visitor. A pair
that fewer than five visitors viewed is not kept, so that no visitor's way through the site is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from cms.analytics.models import ViewedDay, ViewedPair
from cms.analytics.trending.inputs import find_existing, find_key
from cms.analytics.trending.ranking import FEWEST_VISITORS
from cms.base.changes import rows_recomputed
from cms.plugins.api.analytics import AnalyticsProvider, SubjectPair
from cms.plugins.runtime.slots import slot

__all__ = ["KEPT_DAYS", "MOST_PAIRS", "MOST_VIEWED", "compute_viewed_pairs"]

KEPT_DAYS = 28
LATE = timedelta(days=2)
"""After so long a day gets no more events: they are a day late at most."""
MOST_VIEWED = 50
"""Rows of a kind that a person views in a day; who views more is a program."""
MOST_PAIRS = 10_000
"""Of a kind and day: those with most visitors."""
FindPairs = Callable[[str, date, int, int, int], Sequence[SubjectPair]]
logger = structlog.get_logger(__name__)


def compute_viewed_pairs(kind: str) -> str:
    """Compute the pairs of those days of the last four weeks that are not computed yet, each in a transaction, and
    delete older ones. CallFailed when the provider fails: days before that one stay computed."""
    provider = slot(AnalyticsProvider)
    if provider is None or provider.pairs is None:
        return "No plugin in the slot `analytics` knows what was viewed together."
    newest = timezone.now().astimezone(UTC).date() - LATE
    ViewedDay.objects.filter(kind=kind, day__lte=newest - timedelta(days=KEPT_DAYS)).delete()
    days = list(find_missing_days(kind, newest))
    pairs = sum(store_day(kind, day, provider.pairs) for day in days)
    if days:
        rows_recomputed.send(ViewedPair, kind="analytics.viewed")
        logger.info("viewed_pairs_computed", kind=kind, days=len(days), pairs=pairs)
    return f"{pairs:,} pairs of {len(days)} days."


def find_missing_days(kind: str, newest: date) -> Iterator[date]:
    """The days that are not computed yet, the oldest first."""
    known = set(ViewedDay.objects.filter(kind=kind).values_list("day", flat=True))
    days = (newest - timedelta(days=ago) for ago in reversed(range(KEPT_DAYS)))
    return (day for day in days if day not in known)


def store_day(kind: str, day: date, find_pairs: FindPairs) -> int:
    """Compute and keep the pairs of a day; how many."""
    with transaction.atomic():
        pairs = list_pairs(find_pairs(kind, day, FEWEST_VISITORS, MOST_VIEWED, MOST_PAIRS))
        viewed = ViewedDay.objects.create(kind=kind, day=day)
        sides = [
            side
            for one, other, visitors in pairs
            for side in ((one, other, visitors), (other, one, visitors))
        ]
        ViewedPair.objects.bulk_create(
            [
                ViewedPair(viewed_day=viewed, kind=kind, key=key, other=other, visitors=visitors)
                for key, other, visitors in sides
            ],
            batch_size=2000,
        )
    return len(pairs)


def list_pairs(found: Sequence[SubjectPair]) -> list[tuple[int, int, int]]:
    """The keys and visitors of pairs, both of whose rows exist: anything can be sent as a subject."""
    keyed = [(find_key(each.first), find_key(each.second), each.visitors) for each in found]
    known = find_existing(key for pair in keyed for key in pair[:2] if key)
    return [
        (one[1], other[1], visitors)
        for one, other, visitors in keyed
        if one in known and other in known and visitors >= FEWEST_VISITORS
    ]
