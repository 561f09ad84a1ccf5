"""Changes that an index follows after the commit: written down with the change, and tried until it does.

`manage.py db_worker` tries at once, and `manage.py plugins run-jobs` in each of its rounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.declarations import SearchKind, registry
from cms.indexing.models import PendingChange
from cms.indexing.vectors import find_vector_index
from cms.indexing.writing import divide, store_documents
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.search import SearchProvider
from cms.plugins.runtime.slots import list_slot

__all__ = ["add_pending", "index_pending"]

RETRY = timedelta(seconds=20)
"""Pause after a failure. Shorter ones would open the breaker, which closes only a minute later."""
LEASE = timedelta(seconds=45)
BATCH = 100
"""Changes that one worker takes at once."""
Follow = Callable[[SearchKind, Sequence[int]], None]
logger = structlog.get_logger(__name__)


def add_pending(provider: str, kind: str, keys: Sequence[int]) -> None:
    """Have the index of a provider follow these rows after the commit. One statement, and a task."""
    now = timezone.now()
    PendingChange.objects.bulk_create(
        PendingChange(provider=provider, kind=kind, keys=chunk, next_attempt_at=now) for chunk in divide(keys)
    )
    transaction.on_commit(enqueue)


def enqueue() -> None:
    from cms.indexing.tasks import index_changes

    index_changes.enqueue()


def index_pending() -> int:
    """Have every index follow the changes that are due; how many rows. What fails is tried again later; changes for
    a provider that fills the slot no more are forgotten, since it is rebuilt before it does again."""
    followers = list_followers()
    PendingChange.objects.exclude(provider__in=followers).delete()
    done, failed = 0, set[str]()
    while changes := claim_changes(find_due().exclude(provider__in=failed)):
        for name, own in group_by(changes, [change.provider for change in changes]).items():
            try:
                done += follow_changes(followers[name], own)
            except CallFailed as error:
                failed.add(name)
                postpone(own, error.reason)
    return done


def find_due() -> QuerySet[PendingChange]:
    return PendingChange.objects.filter(next_attempt_at__lte=timezone.now())


def claim_changes(due: QuerySet[PendingChange]) -> list[PendingChange]:
    """Take changes for this process: others pass them by until the lease is over."""
    with transaction.atomic():
        changes = list(due.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
        keys = [change.pk for change in changes]
        PendingChange.objects.filter(pk__in=keys).update(next_attempt_at=timezone.now() + LEASE)
    return changes


def list_followers() -> dict[str, Follow]:
    """What follows changes, by the name under which they wait for it."""
    found: dict[str, Follow] = {
        provider.name: partial(store_documents, provider) for provider in list_slot(SearchProvider)
    }
    if (vectors := find_vector_index()) is not None:
        found[vectors.name] = vectors.follow
    return found


def follow_changes(follow: Follow, changes: Sequence[PendingChange]) -> int:
    """Index the rows of these changes, each once, and forget the changes. CallFailed when the provider fails."""
    done = 0
    for name, own in group_by(changes, [change.kind for change in changes]).items():
        keys = sorted({key for change in own for key in change.keys})
        if (kind := registry.search_kinds.get(name)) is not None:  # of a release that is gone otherwise
            for chunk in divide(keys):
                follow(kind, chunk)
        PendingChange.objects.filter(pk__in=[change.pk for change in own]).delete()
        done += len(keys)
    return done


def group_by(changes: Sequence[PendingChange], names: Sequence[str]) -> Mapping[str, list[PendingChange]]:
    grouped: dict[str, list[PendingChange]] = defaultdict(list)
    for change, name in zip(changes, names, strict=True):
        grouped[name].append(change)
    return grouped


def postpone(changes: Sequence[PendingChange], reason: str) -> None:
    logger.warning(
        "index_change_postponed", provider=changes[0].provider, changes=len(changes), reason=reason
    )
    for change in changes:
        change.attempts += 1
        change.next_attempt_at, change.last_error = timezone.now() + RETRY, reason[:2000]
    PendingChange.objects.bulk_update(changes, ["attempts", "next_attempt_at", "last_error"])
