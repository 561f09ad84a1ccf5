"""Reading stored occurrences: filters, orders and counts of lists, and the occurrences of given events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.lookups import Overlap
from django.core.exceptions import ValidationError
from django.db.models import Count, F, FilteredRelation, Func, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.declarations import Gate
from content_types.events.choices import CalendarUnit
from content_types.events.models import Event, EventOccurrence, build_span
from content_types.events.occurrences import build_next_relation, find_horizon
from content_types.events.schedule import Occurrence

__all__ = [
    "SHOWN", "CalendarPeriod", "EventRange", "build_between_rule", "build_next_order", "count_periods", "load_next",
    "load_occurrences",
]  # fmt: skip

DAY = timedelta(days=1)
SLACK = 2 * DAY
"""A day begins at most so long before or after the moment that it begins at under another offset."""
SHOWN = 50
"""Occurrences of an event that are listed when the caller does not say how many."""
MOST_DAYS = 366
"""Days that a calendar by day can have."""


@dataclass(frozen=True)
class EventRange:
    """The time from a moment until another one, which is not part of it. Give an offset: 2027-04-01T00:00:00+02:00."""

    start: datetime = field(metadata={"name": "from", "description": "Its first moment."})
    end: datetime = field(metadata={"name": "to", "description": "The first moment after it."})


@dataclass(frozen=True)
class CalendarPeriod:
    """A day or month on which events take place."""

    start: date
    count: int


def build_between_rule(given: EventRange, gate: Gate) -> Q:
    """Events with an occurrence of which some part lies in a range."""
    check_moments(given.start, given.end, gate.viewer.now, "")
    rows = EventOccurrence.objects.filter(build_first_rule(given.start, given.end))
    return Q(pk__in=rows.values("event_id"))


def build_overlap_rule(start: datetime, end: datetime) -> Q:
    """Occurrences of which some part lies between two moments.

    Whole days are compared as days, wherever the event takes place: 1 May does not begin in April, east or west.
    The first filter is no narrower than the second: it is for the index. Two columns with a limit each would have the
    half of all occurrences looked at.
    """
    around = Func(Value(start - SLACK), Value(end + SLACK), function="tstzrange")
    return Q(Overlap(build_span(), around)) & build_exact_rule(start, end)


def build_first_rule(start: datetime, end: datetime) -> Q:
    """Of each event with an occurrence between two moments, at least the first of them, and few others.

    That one is the next at the first moment; of whole days, whose days are not those of the moment's offset, near it.
    """
    around = Func(Value(start - SLACK), Value(start + SLACK), function="tstzrange")
    return Q(Overlap(F("next_during"), around)) & build_exact_rule(start, end)


def build_exact_rule(start: datetime, end: datetime) -> Q:
    timed = Q(starts_at__lt=end) & (Q(ends_at__gt=start) | Q(starts_at__gte=start))
    last = (end - timedelta(microseconds=1)).date()
    days = Q(first_day__lte=last, last_day__gte=start.date())
    return Q(all_day=False) & timed | Q(all_day=True) & days


def check_moments(start: datetime | None, end: datetime | None, now: datetime, place: str) -> None:
    """ValidationError for moments without an offset, beyond the horizon, or in the wrong order."""
    for name, moment in (("from", start), ("to", end)):
        if moment is not None:
            check_moment(f"{place}.{name}", moment, now)
    if start is not None and end is not None and end <= start:
        raise ValidationError(
            f"{place}.to: "
            + _("%(end)s is not after %(start)s: swap them, or give a later time.")
            % {"end": end.isoformat(), "start": start.isoformat()}
        )


def check_moment(place: str, moment: datetime, now: datetime) -> None:
    if timezone.is_naive(moment):
        message = _("“%(moment)s” has no offset: write %(example)s.")
        example = f"{moment.isoformat()}Z"
        raise ValidationError(f"{place}: " + message % {"moment": moment.isoformat(), "example": example})
    earliest, latest = find_horizon(now)
    if not earliest <= moment <= latest:
        message = _("%(moment)s is out of range: occurrences are known from %(first)s to %(last)s.")
        values = {"moment": moment.isoformat(), "first": earliest.date(), "last": latest.date()}
        raise ValidationError(f"{place}: " + message % values)


def build_next_order(gate: Gate, given: Mapping[str, Any]) -> FilteredRelation:
    """The first occurrence that is not over: now, or when the range of `between` begins."""
    chosen = given.get("between")
    return build_next_relation(chosen.start if chosen else gate.viewer.now)


def load_occurrences(
    keys: Sequence[int], gate: Gate, given: Mapping[str, Any]
) -> Mapping[int, list[Occurrence]]:
    """The first occurrences of each event within a range, by default those that are not over. One statement."""
    start, end = given.get("from"), given.get("to")
    check_moments(start, end, gate.viewer.now, "occurrences")
    start = start or gate.viewer.now
    rule = build_overlap_rule(start, end) if end else Q(ends_at__gt=start) | Q(starts_at__gte=start)
    number = given.get("first", settings.CONTENT_API["PAGE_SIZE"])
    return read_first(keys, rule, number) if number else {}


def load_next(keys: Sequence[int], gate: Gate) -> Mapping[int, Occurrence]:
    """The first occurrence of each event that is not over. One statement."""
    found = read_first(keys, Q(ends_at__gt=gate.viewer.now), 1)
    return {key: each[0] for key, each in found.items() if each}


def read_first(keys: Sequence[int], rule: Q, number: int) -> Mapping[int, list[Occurrence]]:
    """The first occurrences of each event that a rule admits, in the event's own zone; the others are not read."""
    own = EventOccurrence.objects.filter(rule, event=OuterRef("pk")).order_by("ends_at", "starts_at")
    starts, ends = (ArraySubquery(own.values(name)[:number]) for name in ("starts_at", "ends_at"))
    rows = Event.objects.filter(pk__in=keys).annotate(starts=starts, ends=ends)
    return {
        key: [build_occurrence(ZoneInfo(zone), *each) for each in zip(first, last, strict=True)]
        for key, zone, first, last in rows.values_list("pk", "time_zone", "starts", "ends")
    }


def build_occurrence(zone: ZoneInfo, start: datetime, end: datetime) -> Occurrence:
    return Occurrence(start.astimezone(zone), end.astimezone(zone))


def count_periods(events: QuerySet[Event], gate: Gate, given: Mapping[str, Any]) -> list[CalendarPeriod]:
    """How many occurrences of these events take place on each day, or in each month. One statement.

    Days are those of the event's own zone; an occurrence of several days counts on each of them.
    """
    first, last, unit = given["from"], given["to"], given["by"]
    check_days(first, last, unit, gate.viewer.now)
    rows = EventOccurrence.objects.filter(
        event__in=events.order_by().values("pk"), first_day__lte=last, last_day__gte=first
    )
    spans = rows.values_list("first_day", "last_day").annotate(number=Count("pk")).order_by()
    counts: Counter[date] = Counter()
    for start, end, number in spans:
        for period in list_periods(max(start, first), min(end, last), unit):
            counts[period] += number
    return [CalendarPeriod(period, counts[period]) for period in sorted(counts)]


def list_periods(first: date, last: date, unit: str) -> Iterator[date]:
    """The first days of the periods that a span of days touches."""
    day = first.replace(day=1) if unit == CalendarUnit.MONTH else first
    while day <= last:
        yield day
        day = (day.replace(day=1) + 31 * DAY).replace(day=1) if unit == CalendarUnit.MONTH else day + DAY


def check_days(first: date, last: date, unit: str, now: datetime) -> None:
    """ValidationError for days beyond the horizon, in the wrong order, or too many."""
    earliest, latest = (each.date() for each in find_horizon(now))
    for name, day in (("from", first), ("to", last)):
        if not earliest <= day <= latest:
            message = _("%(day)s is out of range: give a day from %(first)s to %(last)s.")
            raise ValidationError({name: message % {"day": day, "first": earliest, "last": latest}})
    if last < first:
        raise ValidationError(
            {"to": _("%(last)s is before %(first)s: swap them.") % {"last": last, "first": first}}
        )
    if unit == CalendarUnit.DAY and (last - first).days >= MOST_DAYS:
        message = _("A calendar by day has at most %(most)s days: ask for fewer, or by MONTH.")
        raise ValidationError({"to": message % {"most": MOST_DAYS}})
