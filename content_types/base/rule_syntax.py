"""What a recurrence rule may say: each message names the part that is wrong and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content_types.base.recurrence import FREQUENCIES, PARTS, WEEKDAYS, moment, normalise_rule

MOST = 1000
"""The most occurrences that a rule may count, and the greatest interval."""
EXAMPLE = "FREQ=WEEKLY;BYDAY=TU;COUNT=10"
TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
TIMES_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
OTHER_PROPERTIES = re.compile(r"DTSTART|DTEND|EXDATE|EXRULE|RDATE")
GREATEST = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
"""The greatest number of each part; all but months count from the end as well, as −1."""
WEEKDAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(WEEKDAYS)})")
UNTIL = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")


def read_parts(text: str) -> dict[str, str]:
    """The parts of a rule by name, each with a value that RFC 5545 allows. ValidationError names the one at fault."""
    if found := OTHER_PROPERTIES.search(text.upper()):
        raise ValidationError(other_property(found[0]))
    parts: dict[str, str] = {}
    for part in normalise_rule(text).split(";"):
        name, equals, value = part.partition("=")
        if not equals:
            raise build_rule_error(part, _("write a part as NAME=VALUE"))
        if name in parts:
            raise build_rule_error(part, _("give each part once"))
        check_part(name, value)
        parts[name] = value
    if "FREQ" not in parts:
        raise build_rule_error("FREQ", _("it is missing"))
    check_numbered_days(parts)
    return parts


def other_property(name: str) -> str:
    if name in ("DTSTART", "DTEND"):
        return _("Give one rule without %(name)s. Example: %(example)s.") % {"name": name, "example": EXAMPLE}
    return _(
        "Give one rule without %(name)s: a rule cannot leave out or add single days. Name days without the event under "
        "“Days left out”, and make another event for additional ones."
    ) % {"name": name}


def build_rule_error(part: str, remedy: object) -> ValidationError:
    return ValidationError(
        _("This is not a recurrence rule (%(part)s: %(remedy)s). Example: %(example)s."),
        params={"part": part, "remedy": remedy, "example": EXAMPLE},
    )


def check_part(name: str, value: str) -> None:
    """Refuse a part that is unknown or has a value that it cannot have."""
    if name in TIMES_OF_DAY:
        raise ValidationError(
            _("%(part)s has no place here: an event repeats at the time of day at which it starts."),
            params={"part": name},
        )
    if name not in PARTS:
        raise build_rule_error(name, _("known parts are %(parts)s") % {"parts": ", ".join(PARTS)})
    CHECKS[name](name, value)


def check_frequency(name: str, value: str) -> None:
    if value in TOO_OFTEN:
        raise ValidationError(
            _("Events can repeat no more than once a day. Use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
        )
    if value not in FREQUENCIES:
        raise build_rule_error(f"{name}={value}", _("write DAILY, WEEKLY, MONTHLY or YEARLY"))


def check_amount(name: str, value: str) -> None:
    if not re.fullmatch(r"[0-9]+", value) or not 1 <= int(value[:9]) <= MOST:
        raise ValidationError(
            _("%(part)s must be a number from 1 to %(most)s."), params={"part": name, "most": MOST}
        )


def check_until(name: str, value: str) -> None:
    try:
        if not UNTIL.fullmatch(value):
            raise ValueError
        moment(value)
    except ValueError:
        remedy = _("write a day as 20270119, or a moment in UTC as 20270119T170000Z")
        raise build_rule_error(f"{name}={value}", remedy) from None


def check_week_start(name: str, value: str) -> None:
    if value not in WEEKDAYS:
        raise build_rule_error(f"{name}={value}", _("write one of %(days)s") % {"days": ", ".join(WEEKDAYS)})


def check_weekdays(name: str, value: str) -> None:
    for each in value.split(","):
        found = WEEKDAY.fullmatch(each)
        if not found or not 1 <= abs(int(found[1] or 1)) <= GREATEST["BYWEEKNO"]:
            remedy = _("“%(value)s” is not one of %(days)s, also with a number in front, such as 2TU")
            raise build_rule_error(f"{name}={value}", remedy % {"value": each, "days": ", ".join(WEEKDAYS)})


def check_numbers(name: str, value: str) -> None:
    least, most = (1 if name == "BYMONTH" else -GREATEST[name]), GREATEST[name]
    for each in value.split(","):
        if not re.fullmatch(r"[+-]?[0-9]{1,3}", each) or not least <= int(each) <= most or int(each) == 0:
            remedy = _("“%(value)s” is not a number from %(least)s to %(most)s")
            if least < 0:
                remedy = _("“%(value)s” is not a number from 1 to %(most)s, or from -1 to %(least)s")
            raise build_rule_error(f"{name}={value}", remedy % {"value": each, "least": least, "most": most})


def check_numbered_days(parts: dict[str, str]) -> None:
    """A number before a weekday counts it in its month or year."""
    value = parts.get("BYDAY", "")
    if parts["FREQ"] in ("DAILY", "WEEKLY") and re.search(r"[0-9]", value):
        raise build_rule_error(
            f"BYDAY={value}", _("a number before the day needs FREQ=MONTHLY or FREQ=YEARLY")
        )


CHECKS: dict[str, Callable[[str, str], None]] = {
    "FREQ": check_frequency,
    "INTERVAL": check_amount,
    "COUNT": check_amount,
    "UNTIL": check_until,
    "WKST": check_week_start,
    "BYDAY": check_weekdays,
    **dict.fromkeys(GREATEST, check_numbers),
}
