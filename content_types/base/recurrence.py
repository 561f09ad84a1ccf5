"""Recurrence rules of RFC 5545 over calendar days, at a cost that is known beforehand.

A walk looks at the days of one period after the other (day, week, month or year), ends with the year LAST_YEAR and can
be given a number of days to look at, so that a rule which seldom or never comes true costs no more than others.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain

FIRST_YEAR, LAST_YEAR = 1970, 2200
"""The years in which events take place."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = (
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYDAY",
    "BYMONTH",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYSETPOS",
)
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEK = timedelta(days=7)
LAST_DAY = date(LAST_YEAR, 12, 31)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is written, but that `weekdays` holds pairs of a place (0: every one) and a weekday from Monday, 0.

    until: as written: a day, a wall time without a zone, or a moment in UTC.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    week_start: int = 0
    weekdays: frozenset[tuple[int, int]] = frozenset()
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    places: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Rule:
        """ValueError or KeyError for what is not a rule; parts that are not in PARTS are left out."""
        parts = parse_parts(text)
        frequency = parts["FREQ"]
        if frequency not in FREQUENCIES:
            raise ValueError(frequency)
        return cls(
            frequency,
            interval=max(int(parts.get("INTERVAL", 1)), 1),
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
            until=moment(parts["UNTIL"]) if "UNTIL" in parts else None,
            week_start=WEEKDAYS.index(parts.get("WKST", "MO")),
            weekdays=frozenset(
                weekday(each, frequency) for each in parts.get("BYDAY", "").split(",") if each
            ),
            months=frozenset(numbers(parts, "BYMONTH")),
            month_days=frozenset(numbers(parts, "BYMONTHDAY")),
            year_days=frozenset(numbers(parts, "BYYEARDAY")),
            weeks=frozenset(numbers(parts, "BYWEEKNO")),
            places=tuple(numbers(parts, "BYSETPOS")),
        )

    def reaches(self, wall: datetime, moment: datetime) -> bool:
        """Whether UNTIL, which includes the last occurrence, lets it begin at `moment`, nominally at `wall`."""
        match self.until:
            case None:
                return True
            case datetime(tzinfo=None):
                return wall <= self.until
            case datetime():
                return moment <= self.until
        return wall.date() <= self.until

    def days(self, start: date, after: date, look: int | None = None) -> Iterator[date]:
        """The days of the rule from `start` on, beginning shortly before `after`; look: how many days to look at."""
        calendar = Calendar(self, start)
        for number in range(
            calendar.compute_period(max(after, start)), calendar.compute_period(LAST_DAY) + 1
        ):
            period = calendar.period(number)
            found = [day for day in period if calendar.fits(day)]
            yield from (day for day in self.select_days(found) if start <= day <= LAST_DAY)
            if look is not None and (look := look - max(len(period), 1)) <= 0:
                return

    def select_days(self, days: Sequence[date]) -> Sequence[date]:
        """Those of the days of a period that BYSETPOS names."""
        if not self.places:
            return days
        count = len(days)
        found = {place - 1 if place > 0 else count + place for place in self.places}
        return [days[place] for place in sorted(found) if 0 <= place < count]


class Calendar:
    """The periods of a rule that begins on a day, by number from 0, and which of their days it means."""

    def __init__(self, rule: Rule, start: date) -> None:
        self.rule, self.start = rule, start
        self.weekdays, self.months, self.month_days = rule.weekdays, rule.months, rule.month_days
        if not (rule.weekdays or rule.month_days or rule.year_days or rule.weeks):
            if rule.frequency == "WEEKLY":
                self.weekdays = frozenset({(0, start.weekday())})
            elif rule.frequency in ("MONTHLY", "YEARLY"):
                self.month_days = frozenset({start.day})
            if rule.frequency == "YEARLY":
                self.months = rule.months or frozenset({start.month})
        self.by_month = rule.frequency == "MONTHLY" or bool(self.months)

    def compute_period(self, day: date) -> int:
        """The number of the period that a day lies in, or of the last one before it."""
        match self.rule.frequency:
            case "DAILY":
                passed = (day - self.start).days
            case "WEEKLY":
                passed = (self.compute_week_start(day) - self.compute_week_start(self.start)) // WEEK
            case "MONTHLY":
                passed = (day.year - self.start.year) * 12 + day.month - self.start.month
            case _:
                passed = day.year - self.start.year
        return passed // self.rule.interval

    def period(self, number: int) -> Sequence[date]:
        """The days of a period that are worth looking at, in order."""
        passed = number * self.rule.interval
        match self.rule.frequency:
            case "DAILY":
                return [self.start + timedelta(days=passed)]
            case "WEEKLY":
                first = self.compute_week_start(self.start) + passed * WEEK
                return [first + timedelta(days=each) for each in range(7)]
            case "MONTHLY":
                year, month = divmod(self.start.year * 12 + self.start.month - 1 + passed, 12)
                return list_days(year, month + 1) if not self.months or month + 1 in self.months else []
        months = sorted(self.months & set(range(1, 13))) if self.months else range(1, 13)
        return list(chain.from_iterable(list_days(self.start.year + passed, month) for month in months))

    def compute_week_start(self, day: date) -> date:
        """The first day of its week."""
        return day - timedelta(days=(day.weekday() - self.rule.week_start) % 7)

    def fits(self, day: date) -> bool:
        rule = self.rule
        return (
            (not self.months or day.month in self.months)
            and (not self.month_days or not self.month_days.isdisjoint(compute_month_places(day)))
            and (not rule.year_days or not rule.year_days.isdisjoint(compute_year_places(day)))
            and (not rule.weeks or not rule.weeks.isdisjoint(self.week_numbers(day)))
            and (not self.weekdays or self.fits_weekday(day))
        )

    def fits_weekday(self, day: date) -> bool:
        weekday = day.weekday()
        if (0, weekday) in self.weekdays:
            return True
        first, last = compute_month_places(day) if self.by_month else compute_year_places(day)
        return (count_weeks(first), weekday) in self.weekdays or (
            -count_weeks(-last),
            weekday,
        ) in self.weekdays

    def week_numbers(self, day: date) -> tuple[int, ...]:
        """The number of its week in the year that most of it lies in, and from the end where a rule asks for that."""
        middle = self.compute_week_start(day) + timedelta(days=3)
        number = count_weeks(compute_year_places(middle)[0])
        if min(self.rule.weeks) > 0:
            return (number,)
        last = self.compute_week_start(date(middle.year, 12, 28)) + timedelta(days=3)
        return number, number - count_weeks(compute_year_places(last)[0]) - 1


def normalise_rule(text: str) -> str:
    """A rule as RFC 5545 writes it: upper case, without spaces, prefix and empty parts."""
    compact = re.sub(r"\s", "", text).upper().removeprefix("RRULE:")
    return ";".join(part for part in compact.split(";") if part)


def parse_parts(text: str) -> dict[str, str]:
    """The values of a rule by the names of its parts."""
    return dict(part.split("=", 1) for part in normalise_rule(text).split(";") if part)


def count_weeks(days: int) -> int:
    """How many weeks have begun with so many days."""
    return (days - 1) // 7 + 1


def list_days(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def compute_month_places(day: date) -> tuple[int, int]:
    """Which day of its month it is, from the beginning (1) and from the end (−1)."""
    return day.day, day.day - monthrange(day.year, day.month)[1] - 1


def compute_year_places(day: date) -> tuple[int, int]:
    number = day.timetuple().tm_yday
    return number, number - (366 if isleap(day.year) else 365) - 1


def numbers(parts: dict[str, str], name: str) -> list[int]:
    return [int(each) for each in parts.get(name, "").split(",") if each]


def weekday(text: str, frequency: str) -> tuple[int, int]:
    """Such as TU, 1TU or −1FR; a place counts within months and years only."""
    found = re.fullmatch(r"([+-]?\d{1,2})?([A-Z]{2})", text)
    if not found:
        raise ValueError(text)
    place = int(found[1] or 0) if frequency in ("MONTHLY", "YEARLY") else 0
    return place, WEEKDAYS.index(found[2])


def moment(text: str) -> date:
    """Of UNTIL: a day, a wall time, or a moment in UTC."""
    if text.endswith("Z"):
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if "T" in text:
        return datetime.strptime(text, "%Y%m%dT%H%M%S")
    return datetime.strptime(text, "%Y%m%d").date()
