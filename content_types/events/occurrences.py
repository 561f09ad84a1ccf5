"""The stored occurrences of events: worked out by the schedule, written wherever an event is written.

A repeated event has rows from EVENT_DAYS_BACK days ago until EVENT_DAYS_AHEAD days from now, and always its first
occurrence and its next COMING ones. A job writes new ones every night; until it does, MARGIN keeps them right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import timezone

from cms.declarations.moments import find_day
from content_types.events.schedule import LOOKED_AT, Occurrence, Schedule

__all__ = [
    "COMING",
    "build_next_relation",
    "build_rows",
    "build_schedule",
    "compute_occurrences",
    "find_horizon",
    "rebuild_all",
    "store_occurrences",
]

COMING = 100
"""Coming occurrences that a repeated event has at least, however seldom it takes place."""
MARGIN = timedelta(days=31)
"""How long the job may fail before lists miss occurrences."""
BATCH = 100
COLUMNS = (
    "starts_at",
    "ends_at",
    "time_zone",
    "recurrence",
    "all_day",
    "excluded_days",
    "final_end_at",
    "live",
)
"""What occurrences depend on."""
MOMENT = timedelta(microseconds=1)
logger = structlog.get_logger(__name__)


def find_horizon(now: datetime) -> tuple[datetime, datetime]:
    """The moments between which the occurrences of all events are known: from the beginning of a day in UTC to that of
    another, so that a frontend may ask for the same range all day."""
    back, ahead = (timedelta(days=each) for each in (settings.EVENT_DAYS_BACK, settings.EVENT_DAYS_AHEAD))
    today = find_day(now)
    return today - back, today + ahead


def build_schedule(event: Any) -> Schedule:
    """The schedule of an event, also of one that a migration loads."""
    days = frozenset(event.excluded_days)
    return Schedule(event.starts_at, event.ends_at, event.time_zone, event.recurrence, event.all_day, days)


def compute_occurrences(event: Any, now: datetime) -> list[Occurrence]:
    """The occurrences to store of an event, in order; a bounded number at a bounded cost."""
    schedule, (earliest, latest) = build_schedule(event), find_horizon(now)
    start, end = earliest - MARGIN, latest + MARGIN
    first = schedule.first()
    found = [first] if first.ends_at <= start else []
    coming = 0
    for each in schedule.occurrences(start, event.final_end_at, (end - start).days + LOOKED_AT):
        coming += each.ends_at > now
        if each.starts_at > end and coming > COMING:
            break
        found.append(each)
    return found


def build_rows(model: Any, event: Any, now: datetime) -> Iterator[Any]:
    """The unsaved rows of an event; none for one that is not live, or that no calendar can hold."""
    if not event.live:
        return
    try:
        found = compute_occurrences(event, now)
    except (ValueError, KeyError, OverflowError) as error:
        logger.warning("occurrences_not_computed", event_id=event.pk, reason=str(error))
        return
    zone = ZoneInfo(event.time_zone)
    for each in found:
        last = max(each.starts_at, each.ends_at.astimezone(UTC) - MOMENT).astimezone(zone)
        yield model(
            event_id=event.pk,
            starts_at=each.starts_at.astimezone(UTC),
            ends_at=each.ends_at.astimezone(UTC),
            first_day=each.starts_at.date(),
            last_day=last.date(),
            all_day=event.all_day,
        )


def build_next_relation(moment: datetime) -> FilteredRelation:
    """The first occurrence of an event that has not ended at a moment, for annotating events: joined, since a query
    for each event would cost more the more often events repeat."""
    rule = Q(stored_occurrences__next_during__contains=moment)
    return FilteredRelation("stored_occurrences", condition=rule)


@transaction.atomic
def store_occurrences(keys: Sequence[int]) -> int:
    """Bring the rows of these events up to date; how many were written or deleted. At most four statements for any
    number of events, two when nothing has changed."""
    event_model, model = apps.get_model("events.Event"), apps.get_model("events.EventOccurrence")
    now = timezone.now()
    events = event_model.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    wanted = {
        get_values(row): row
        for event in events.only(*COLUMNS)
        for row in set_next_during(build_rows(model, event, now))
    }
    stored = {get_values(row): row.pk for row in model.objects.filter(event__in=keys)}
    gone = [key for values, key in stored.items() if values not in wanted]
    new = [row for values, row in wanted.items() if values not in stored]
    if gone:
        model.objects.filter(pk__in=gone)._raw_delete(using=DEFAULT_DB_ALIAS)
    model.objects.bulk_create(new)
    return len(gone) + len(new)


def set_next_during(rows: Iterable[Any]) -> Iterator[Any]:
    """The rows of one event in order, each with the time in which it is the next. One without a length is not over
    when it starts; one that ends before an earlier one is never the next."""
    before: datetime | None = None
    for row in rows:
        end = max(row.ends_at, row.starts_at + MOMENT)
        over = before is not None and end <= before
        row.next_during = DateTimeTZRange(empty=True) if over else DateTimeTZRange(before, end)
        before = before if over else end
        yield row


def get_values(row: Any) -> tuple[Any, ...]:
    own = row.event_id, row.starts_at, row.ends_at, row.first_day, row.last_day, row.all_day
    return *own, row.next_during


def rebuild_all(events: QuerySet[Any]) -> Iterator[tuple[int, int]]:
    """Bring the rows of these events up to date, a batch in a transaction: how many events it had, and changes."""
    for keys in batches(list(events.order_by("pk").values_list("pk", flat=True))):
        yield len(keys), store_occurrences(keys)


def batches(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
