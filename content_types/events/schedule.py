"""When an event takes place: local wall time in its own zone, repeated by an RFC 5545 rule."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from content_types.base.recurrence import FIRST_YEAR, LAST_DAY, LAST_YEAR, Rule
from content_types.base.rule_syntax import MOST

DAY = timedelta(days=1)
LOOKED_AT = 2000
"""How many days one read looks at, for occurrences of a rule that seldom comes true."""
BEFORE_THE_END = tuple(timedelta(days=days) for days in (40, 400, 4000, 100_000))


@dataclass(frozen=True)
class Occurrence:
    """An occurrence of an event."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Schedule:
    """When an event first takes place, the name of its zone, and the rule by which it repeats; empty for once.

    all_day: it takes whole days, from the first moment of the first one to the first moment after the last one.
    excluded: days on which an occurrence would begin and does not take place (EXDATE); COUNT counts them.
    """

    starts_at: datetime
    ends_at: datetime
    zone: str
    rule: str
    all_day: bool = False
    excluded: frozenset[date] = frozenset()

    def occurrences(
        self, after: datetime | None = None, final_end: datetime | None = None, look: int | None = None
    ) -> Iterator[Occurrence]:
        """Every time the event takes place, in order, from the first that ends after `after`.

        Wall time stays the same across daylight saving, at the start and at the end: 22:00 to 06:00 is 22:00 to 06:00
        in winter, too. The first occurrence is the event's own start, as RFC 5545 counts it. With `after`, COUNT is
        not counted again: say with `final_end` when the last one ends. look: days to look at.
        """
        for found in self._all(after, look):
            if final_end is not None and found.ends_at > final_end:
                return
            if (after is None or found.ends_at > after) and found.starts_at.date() not in self.excluded:
                yield found

    def find_first_rule_day(self) -> date | None:
        """The first day that the rule names, from the start of the event on; None when it names none."""
        first = self.first()
        return next(self._days(Rule.parse(self.rule), first, first.starts_at.date(), None), None)

    def find_foreign_days(self) -> list[date]:
        """Those of the excluded days on which no occurrence would begin anyway, in order."""
        first, rule = self.first(), Rule.parse(self.rule)
        start, last = first.starts_at.date(), max(self.excluded, default=date.min)
        days = set()
        for number, day in enumerate(self._days(rule, first, start, None)):
            if day > last or number == rule.count:
                break
            days.add(day)
        return sorted(self.excluded - days)

    def first(self) -> Occurrence:
        """The event's own start and end, in its zone."""
        zone = ZoneInfo(self.zone)
        if self.all_day:
            return Occurrence(*extend_to_whole_days(self.starts_at, self.ends_at, zone))
        return Occurrence(local(self.starts_at, zone), local(self.ends_at, zone))

    @property
    def _repeats(self) -> bool:
        """Dates that no calendar reaches are not reckoned with."""
        return bool(self.rule) and is_in_reach(self.starts_at) and is_in_reach(self.ends_at)

    def _all(self, after: datetime | None, look: int | None) -> Iterator[Occurrence]:
        first = self.first()
        yield first
        if not self._repeats:
            return
        rule = Rule.parse(self.rule)
        start = first.starts_at.date()
        margin = first.ends_at - first.starts_at + 2 * DAY
        earliest = start if after is None else max(start, (after - margin).date())
        later = (day for day in self._days(rule, first, earliest, look) if day > start)
        for day in later if rule.count is None or after is not None else islice(later, rule.count - 1):
            yield self._build_occurrence(day, first)

    def _days(self, rule: Rule, first: Occurrence, after: date, look: int | None) -> Iterator[date]:
        """The days of the rule, up to its UNTIL."""
        for day in rule.days(first.starts_at.date(), after, look):
            wall = datetime.combine(day, self._get_start_time(first))
            if not rule.reaches(wall, moment_at(wall, ZoneInfo(self.zone))):
                return
            yield day

    def _get_start_time(self, first: Occurrence) -> time:
        """The time of day at which occurrences begin."""
        return time.min if self.all_day else first.starts_at.time()

    def _build_occurrence(self, day: date, first: Occurrence) -> Occurrence:
        """The occurrence of a day; one that the clocks would end before it starts lasts as long as the first one."""
        zone = ZoneInfo(self.zone)
        wall = datetime.combine(day, self._get_start_time(first))
        begin = moment_at(wall, zone)
        if self.all_day:
            days = first.ends_at.date() - first.starts_at.date()
            return Occurrence(begin, moment_at(wall + days, zone))
        end = moment_at(wall + (strip_zone(first.ends_at) - strip_zone(first.starts_at)), zone)
        if end.astimezone(UTC) <= begin.astimezone(UTC):
            end = local(begin.astimezone(UTC) + (self.ends_at - self.starts_at), zone)
        return Occurrence(begin, end)

    def final_end(self) -> datetime | None:
        """When the last occurrence ends; None for a rule without an end, or with more occurrences than MOST."""
        first_end = self.first().ends_at
        if not self._repeats:
            return first_end
        rule = Rule.parse(self.rule)
        if rule.count is not None:
            return self._last_end() if rule.count <= MOST else None
        if rule.until is None:
            return None
        if rule.until.year < FIRST_YEAR:
            return first_end
        until = date(rule.until.year, rule.until.month, rule.until.day)
        near = datetime.combine(min(until, LAST_DAY), time.max, UTC)
        return next(filter(None, (self._last_end(near - days) for days in BEFORE_THE_END)), first_end)

    def _last_end(self, after: datetime | None = None) -> datetime | None:
        last = deque(self.occurrences(after), maxlen=1)
        return last[0].ends_at if last else None


def extend_to_whole_days(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first moment of the first day, and of the day after the last one; one day when both are the same moment."""
    if not (is_in_reach(start) and is_in_reach(end)):
        return local(start, zone), local(end, zone)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    begin, finish = first_moment(first, zone), first_moment(last, zone)
    if end > finish or last <= first:
        finish = first_moment(last + DAY, zone)
    return begin, finish


def first_moment(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins: at midnight, or later where clocks skip midnight."""
    return moment_at(datetime.combine(day, time.min), zone)


def moment_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in the zone show a time, the first one when they show it twice.

    A time that they skip is reckoned from before the change, as RFC 5545 has it: 02:30 is then 03:30.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def strip_zone(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment in that zone, or as it is when it lies at the end of all calendars."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def is_in_reach(moment: datetime) -> bool:
    return FIRST_YEAR <= moment.year <= LAST_YEAR
