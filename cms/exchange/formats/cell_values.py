"""The values of CSV cells as spreadsheets write them, where there is only one way to read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.exchange.errors import Refusal, UnusableFile
from cms.exchange.fields.measures import Day, WholeNumberField
from cms.exchange.fields.plain import Choice, Choices, Field, Flag

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR, DAY = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
CLEAR_DATES = [
    re.compile(rf"{YEAR}([/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})"),
    re.compile(rf"{YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"),
    re.compile(rf"{DAY}[ -]{MONTH},?[ -]{YEAR}", re.IGNORECASE),
    re.compile(rf"{MONTH} {DAY},? {YEAR}", re.IGNORECASE),
    re.compile(rf"{MONTH} {YEAR}", re.IGNORECASE),
    re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{YEAR}"),
]
"""Dates that name their month or year first, or have dots: the day is always before the month there."""
NUMERIC = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")

TOKENS = {
    "YYYY": YEAR,
    "YY": r"(?P<short>\d{2})",
    "MMMM": MONTH,
    "MMM": MONTH,
    "MM": r"(?P<month>\d{1,2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
    "D": r"(?P<day>\d{1,2})",
}
GROUPED = re.compile(r"[1-9]\d{0,2}(?:[,\s’']\d{3})+|\d+")
NO_DATE = _("“%(given)s” is not a date: write it as 2026-10-31")
NO_DATE_OR_FORMAT = _(
    "“%(given)s” is not a date: write it as 2026-10-31, or name its form in the mapping, such as "
    'date_format = "DD/MM/YYYY"'
)
TWO_ORDERS = _(
    "“%(given)s” may be %(first)s or %(second)s: name the order in the mapping, "
    'date_format = "DD/MM/YYYY" or "MM/DD/YYYY"'
)
NO_FORMAT = _(
    "The mapping's date_format “%(format)s” is not a format: write it with YYYY, MM and DD, such as DD/MM/YYYY."
)
YES, NO = {"true", "yes", "y", "1", "x"}, {"false", "no", "n", "0"}


def compile_date_format(text: str) -> re.Pattern[str]:
    """The pattern of a format such as “DD/MM/YYYY” or “D MMM YY”. UnusableFile when it names no year or month."""
    parts = re.split(r"(Y+|M+|D+)", text)
    known = [TOKENS.get(part, re.escape(part)) for part in parts]
    try:
        pattern = re.compile("".join(known), re.IGNORECASE)
    except re.error:
        pattern = re.compile("")
    if "month" not in pattern.groupindex or not pattern.groupindex.keys() & {"year", "short"}:
        raise UnusableFile(NO_FORMAT, format=text)
    return pattern


def read_day(cell: str, given: re.Pattern[str] | None) -> str:
    """A date as YYYY-MM-DD. given: the format that the mapping names, which goes before all others."""
    for pattern in [*([given] if given else []), *CLEAR_DATES]:
        if found := pattern.fullmatch(cell):
            return make_date(found)
    if found := NUMERIC.fullmatch(cell):
        return read_numeric(cell, int(found[1]), int(found[3]), int(found[4]))
    if re.fullmatch(r"\d{4}-\d{2}", cell):
        return cell
    raise Refusal(NO_DATE_OR_FORMAT, given=cell)


def read_numeric(cell: str, first: int, second: int, year: int) -> str:
    """A date of three numbers with the year at the end, where only one order makes a date."""
    orders = {to_date(year, second, first), to_date(year, first, second)} - {None}
    if len(orders) > 1:
        first_day, second_day = sorted(map(str, orders))
        raise Refusal(TWO_ORDERS, given=cell, first=first_day, second=second_day)
    if not orders:
        raise Refusal(NO_DATE, given=cell)
    return str(orders.pop())


def to_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def make_date(found: re.Match[str]) -> str:
    parts = found.groupdict()
    year = int(parts.get("year") or f"20{parts['short']}")
    month = parts["month"].lower()
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    day = to_date(year, number, int(parts.get("day") or 1))
    if day is None:
        raise Refusal(NO_DATE, given=found[0])
    return str(day)


def read_whole(cell: str) -> Any:
    """A whole number without the separators of thousands, and without the “.0” that some programs write."""
    whole = re.sub(r"\.0+$", "", cell)
    return int(re.sub(r"\D", "", whole)) if GROUPED.fullmatch(whole) else cell


def read_flag(cell: str) -> Any:
    word = cell.lower()
    if word not in YES | NO:
        raise Refusal(_("“%(given)s” must be yes or no, or true or false"), given=cell)
    return word in YES


def read_choice(field: Choice, cell: str) -> str:
    """The name in the API, whatever its case and the spaces in it."""
    name = re.sub(r"[\s-]+", "_", cell).upper()
    return name if name in field.choices.__members__ else cell


def find_reader(field: Field | None, given: re.Pattern[str] | None) -> Callable[[str], Any]:
    """What makes the JSON value of a field from a cell, or from one of its parts. given: the format of dates."""
    match field:
        case Day():
            return lambda cell: read_day(cell, given)
        case WholeNumberField():
            return read_whole
        case Flag():
            return read_flag
        case Choice() | Choices():
            return lambda cell: read_choice(field, cell)
    return str
