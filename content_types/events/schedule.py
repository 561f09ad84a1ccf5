"""When an event takes place: local wall time in its own zone, repeated by an RFC 5545 rule."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from content_types.base.recurrence import FIRST_YEAR, LAST_DAY, LAST_YEAR, Rule
from content_types.base.validators import MOST

DAY = timedelta(days=1)
LOOKED_AT = 2000
"""How many days one read looks at, for occurrences of a rule that seldom comes true."""
BEFORE_THE_END = tuple(timedelta(days=days) for days in (40, 400, 4000, 100_000))


@dataclass(frozen=True)
class Occurrence:
    """One time that an event takes place."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Schedule:
    """When an event first takes place, the name of its zone, and the rule by which it repeats; empty for once."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    rule: str

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def occurrences(
        self, after: datetime | None = None, final_end: datetime | None = None, look: int | None = None
    ) -> Iterator[Occurrence]:
        """Every time the event takes place, in order, from the first that ends after `after`.

        Wall time stays the same across daylight saving: a weekly event at 18:00 is at 18:00 in winter, too. With
        `after`, COUNT is not counted again: say with `final_end` when the last one ends. look: days to look at.
        """
        zone = ZoneInfo(self.zone)
        for begin in self._beginnings(zone, after, look):
            end = (
                local(begin.astimezone(UTC) + self.length, zone)
                if self._repeats
                else local(self.ends_at, zone)
            )
            if final_end is not None and end > final_end:
                return
            if after is None or end > after:
                yield Occurrence(begin, end)

    @property
    def _repeats(self) -> bool:
        """Dates that no calendar reaches are not reckoned with."""
        return bool(self.rule) and in_reach(self.starts_at) and in_reach(self.ends_at)

    def _beginnings(self, zone: ZoneInfo, after: datetime | None, look: int | None) -> Iterator[datetime]:
        start = local(self.starts_at, zone)
        if not self._repeats:
            yield start
            return
        rule = Rule.parse(self.rule)
        earliest = start if after is None else max(start, after - self.length - DAY)
        days = rule.days(start.date(), earliest.date(), look)
        until = rule.ends(zone)
        for day in islice(days, rule.count) if after is None else days:
            begin = datetime.combine(day, start.time())
            if until is not None and begin > until:
                return
            yield begin.replace(tzinfo=zone)

    def final_end(self) -> datetime | None:
        """When the last occurrence ends; None for a rule without an end, or with more occurrences than MOST."""
        if not self._repeats:
            return self.ends_at
        rule = Rule.parse(self.rule)
        if rule.count is not None:
            return (self._last_end() or self.ends_at) if rule.count <= MOST else None
        until = rule.ends(ZoneInfo(self.zone))
        if until is None:
            return None
        if until.year < FIRST_YEAR:
            return self.ends_at
        near = min(until, datetime.combine(LAST_DAY, datetime.max.time())).replace(tzinfo=UTC)
        return next(filter(None, (self._last_end(near - days) for days in BEFORE_THE_END)), self.ends_at)

    def _last_end(self, after: datetime | None = None) -> datetime | None:
        last = deque(self.occurrences(after), maxlen=1)
        return last[0].ends_at if last else None


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment in that zone, or as it is when it lies at the end of all calendars."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def in_reach(moment: datetime) -> bool:
    return FIRST_YEAR <= moment.year <= LAST_YEAR
