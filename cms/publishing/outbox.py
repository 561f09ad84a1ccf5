"""Writing events down, and delivering them to their subscribers: after commit, one at a time, each retried alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, timedelta
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.base.measures import CONTENT_EVENTS
from cms.plugins.api.errors import CallFailed, TryLater
from cms.plugins.api.events import EVENTS, Event
from cms.plugins.runtime.current import platform
from cms.publishing.models import Delivery, OutboxEvent

__all__ = ["deliver", "deliver_due", "gather_events", "publish", "revive"]

RETRIES = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10),
)  # fmt: skip
"""Pauses after each failed attempt, as the Standard Webhooks specification proposes; then a delivery is dead."""

LEASE = timedelta(minutes=2)
KEPT = timedelta(days=7)
logger = structlog.get_logger(__name__)


_gathered: ContextVar[list[Event] | None] = ContextVar("gathered", default=None)


def publish(event: Event) -> None:
    """Write an event down with one delivery for each subscriber, in the caller's transaction; the worker is told on
    commit. No statement when it has no subscriber."""
    gathered = _gathered.get()
    if gathered is None:
        write([event])
    else:
        gathered.append(event)


@contextmanager
def gather_events() -> Iterator[None]:
    """Write the events of this block at its end: as many statements for a thousand as for one. None is written when
    the block raises."""
    gathered: list[Event] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    write(gathered)


def write(events: Sequence[Event]) -> None:
    subscribers = {event.hook: platform().implementers(event.hook) for event in events}
    rows = [
        OutboxEvent(hook=event.hook, payload=event.payload()) for event in events if subscribers[event.hook]
    ]
    if not rows:
        transaction.on_commit(partial(count, events))
        return
    now = timezone.now()
    with transaction.atomic():
        OutboxEvent.objects.bulk_create(rows)
        Delivery.objects.bulk_create(
            Delivery(event=row, subscriber=subscriber, next_attempt_at=now)
            for row in rows
            for subscriber in subscribers[row.hook]
        )
        transaction.on_commit(partial(finish, events, [str(row.pk) for row in rows]))


def count(events: Sequence[Event]) -> None:
    """Count events, after their commit."""
    for event in events:
        CONTENT_EVENTS.labels(event.hook, getattr(event, "kind", "")).inc()


def finish(events: Sequence[Event], keys: list[str]) -> None:
    """Count events after their commit, and tell the worker of those that were written down."""
    count(events)
    _enqueue(keys)


def _enqueue(keys: list[str]) -> None:
    from cms.publishing.tasks import deliver_events

    deliver_events.enqueue(keys)


def deliver(events: Sequence[str]) -> int:
    """Make the deliveries of these events that are due; how many succeeded."""
    keys = find_due_deliveries().filter(event__in=events).order_by("pk").values_list("pk", flat=True)
    return sum(attempt(key) is True for key in list(keys))


def deliver_due() -> tuple[int, int]:
    """Make every delivery that is due, and forget events that were delivered a week ago: (succeeded, failed)."""
    results = [
        attempt(key)
        for key in list(find_due_deliveries().order_by("next_attempt_at").values_list("pk", flat=True))
    ]
    old = OutboxEvent.objects.filter(created_at__lt=timezone.now() - KEPT)
    old.exclude(deliveries__delivered_at=None).delete()
    return results.count(True), results.count(False)


def build_deliverable_rule() -> Q:
    """Deliveries to subscribers that listen now; those of a plugin that is off wait until it is on again."""
    listening = Q(pk__in=())
    for hook in EVENTS:
        listening |= Q(event__hook=hook, subscriber__in=platform().active(hook))
    return listening


def find_due_deliveries() -> QuerySet[Delivery]:
    waiting = Delivery.objects.filter(delivered_at=None, dead=False, next_attempt_at__lte=timezone.now())
    return waiting.filter(build_deliverable_rule())


def claim(key: int) -> Delivery | None:
    """Take a delivery for this process: another one finds it leased and passes it by."""
    with transaction.atomic():
        found = find_due_deliveries().select_for_update(skip_locked=True, of=("self",)).filter(pk=key)
        delivery = found.select_related("event").first()
        if delivery is not None:
            delivery.next_attempt_at = timezone.now() + LEASE
            delivery.attempts += 1
            delivery.save(update_fields=["next_attempt_at", "attempts"])
    return delivery


def attempt(key: int) -> bool | None:
    """Tell the subscriber once; False when that failed, None when another process does it or it listens no more."""
    delivery = claim(key)
    if delivery is None:
        return None
    try:
        platform().notify(delivery.subscriber, restore(delivery.event))
    except CallFailed as error:
        postpone(delivery, error.reason)
        return False
    except TryLater as error:
        postpone(delivery, str(error))
        return False
    delivery.delivered_at, delivery.last_error = timezone.now(), ""
    delivery.save(update_fields=["delivered_at", "last_error"])
    return True


def restore(written: OutboxEvent) -> Event:
    """The event as its subscribers are told of it."""
    moment = written.created_at.astimezone(UTC).isoformat()
    return EVENTS[written.hook].of({**written.payload, "happened_at": moment})


def postpone(delivery: Delivery, reason: str) -> None:
    """Try again later, or set it aside when it was tried often enough."""
    delivery.last_error, delivery.dead = reason[:2000], delivery.attempts > len(RETRIES)
    if not delivery.dead:
        delivery.next_attempt_at = timezone.now() + RETRIES[delivery.attempts - 1]
    delivery.save(update_fields=["last_error", "dead", "next_attempt_at"])
    if delivery.dead:
        logger.error(
            "delivery_dead",
            subscriber=delivery.subscriber,
            outbox_event=str(delivery.event_id),
            reason=reason,
        )


@transaction.atomic
def revive(deliveries: QuerySet[Delivery]) -> int:
    """Give dead deliveries all their attempts again, from now on; how many there were."""
    found = list(deliveries.filter(dead=True).select_for_update().values_list("pk", "event"))
    again = Delivery.objects.filter(pk__in=[key for key, _event in found])
    again.update(dead=False, attempts=0, next_attempt_at=timezone.now())
    if found:
        transaction.on_commit(partial(_enqueue, sorted({str(event) for _key, event in found})))
    return len(found)
