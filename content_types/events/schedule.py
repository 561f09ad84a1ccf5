"""When an event takes place: local wall time in its own zone, repeated by an RFC 5545 rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

MAX_OCCURRENCES = 1000
"""The most occurrences one walk looks at, so that an endless rule costs a bounded time."""


@dataclass(frozen=True)
class Occurrence:
    """One time that an event takes place."""

    starts_at: datetime
    ends_at: datetime


def parse_rule(text: str, start: datetime) -> rrule:
    """The rule over naive local time; an UNTIL given in UTC is read in the event's own wall time."""
    rule = text.removeprefix("RRULE:")
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    if until := parts.get("UNTIL", ""):
        local = to_local(until, start.tzinfo) if until.endswith("Z") else until
        rule = rule.replace(f"UNTIL={until}", f"UNTIL={local}")
    return rrulestr(rule, dtstart=start.replace(tzinfo=None))


def to_local(until: str, zone: ZoneInfo) -> str:
    moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return moment.astimezone(zone).strftime("%Y%m%dT%H%M%S")


def occurrences(
    starts_at: datetime, ends_at: datetime, zone: str, rule: str, after: datetime | None = None
) -> Iterator[Occurrence]:
    """Every time the event takes place, in order, from the first that ends after `after`.

    Wall time stays the same across daylight saving: a weekly event at 18:00 is at 18:00 in winter, too.
    """
    tz = ZoneInfo(zone)
    start, length = starts_at.astimezone(tz), ends_at - starts_at
    starts = parse_rule(rule, start) if rule else [start.replace(tzinfo=None)]
    for naive in islice(starts, MAX_OCCURRENCES):
        begin = naive.replace(tzinfo=tz)
        end = (begin.astimezone(UTC) + length).astimezone(tz)
        if after is None or end > after:
            yield Occurrence(begin, end)


def final_end(starts_at: datetime, ends_at: datetime, zone: str, rule: str) -> datetime | None:
    """When the last occurrence ends; None for a rule without an end (or with more than MAX_OCCURRENCES)."""
    if not rule:
        return ends_at
    upper = rule.upper()
    if "COUNT=" not in upper and "UNTIL=" not in upper:
        return None
    every = list(islice(occurrences(starts_at, ends_at, zone, rule), MAX_OCCURRENCES))
    if len(every) >= MAX_OCCURRENCES:
        return None
    return every[-1].ends_at if every else ends_at
