"""The snapshot of an hour, and the sums that it starts from.

Events come up to a day late, so the last two days are read again for each snapshot, and only hours before them are
added to the sums that are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cms.analytics.event_types import list_weights
from cms.analytics.models import TrendingEntry, TrendingProgress, TrendingSnapshot, TrendingSum
from cms.analytics.trending.decay import Key, Sums, add_hours
from cms.analytics.trending.inputs import load_added
from cms.analytics.trending.ranking import Inputs, rank
from cms.base.changes import rows_recomputed
from cms.plugins.api.analytics import AnalyticsProvider

__all__ = ["Taken", "take_snapshot"]

OPEN = timedelta(hours=48)
"""The hours before a snapshot that are read again: longer than an event may be late."""
FIRST = timedelta(days=84)
"""How far back the first snapshot looks: three half-lives."""
STEP = timedelta(hours=24)
KEPT = timedelta(days=14)
"""Age of snapshots that are deleted."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot that was taken: its hour, the hash of its inputs, and the number of its entries."""

    hour: datetime
    inputs: str
    entries: int


def take_snapshot(provider: AnalyticsProvider, now: datetime | None = None) -> Taken:
    """Compute what is trending at the beginning of this hour; CallFailed when the provider fails."""
    hour = (now or timezone.now()).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    settle(provider, hour - OPEN)
    with transaction.atomic():
        settled = TrendingProgress.objects.select_for_update().get().settled
        added = load_added(provider, settled, hour)
        return write_snapshot(Inputs(hour, load_sums(), added, list_weights()))


def settle(provider: AnalyticsProvider, until: datetime) -> None:
    """Add the hours before a moment to the sums, those of a day in each transaction."""
    TrendingProgress.objects.get_or_create(pk=1, defaults={"settled": until - FIRST})
    while settle_step(provider, until):
        pass


def settle_step(provider: AnalyticsProvider, until: datetime) -> bool:
    """Whether there was something to add."""
    with transaction.atomic():
        progress = TrendingProgress.objects.select_for_update().get()
        ends = min(progress.settled + STEP, until)
        if ends <= progress.settled:
            return False
        added = load_added(provider, progress.settled, ends)
        sums = load_sums()
        save_sums({key: each for key, each in add_hours(sums, added).items() if sums.get(key) != each})
        progress.settled = ends
        progress.save()
    return True


def load_sums() -> dict[Key, Sums]:
    rows = TrendingSum.objects.values_list("kind", "key", "short", "long", "visitors")
    return {(kind, key): Sums(*sums) for kind, key, *sums in rows}


def save_sums(sums: Mapping[Key, Sums]) -> None:
    TrendingSum.objects.bulk_create(
        [
            TrendingSum(kind=kind, key=key, short=each.short, long=each.long, visitors=each.visitors)
            for (kind, key), each in sums.items()
        ],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["short", "long", "visitors"],
        batch_size=2000,
    )


def write_snapshot(inputs: Inputs) -> Taken:
    """Replace the snapshot of an hour, and delete those that are too old."""
    TrendingSnapshot.objects.filter(hour__lt=inputs.hour - KEPT).delete()
    TrendingSnapshot.objects.filter(hour=inputs.hour).delete()
    snapshot = TrendingSnapshot.objects.create(hour=inputs.hour, inputs=inputs.compute_hash())
    entries = [
        TrendingEntry(
            snapshot=snapshot, window=each.window, kind=each.kind, key=each.key, place=each.place, score=each.score
        )
        for each in rank(inputs)
    ]  # fmt: skip
    TrendingEntry.objects.bulk_create(entries, batch_size=2000)
    rows_recomputed.send(TrendingSnapshot, kind="analytics.trending")
    return Taken(inputs.hour, snapshot.inputs, len(entries))
