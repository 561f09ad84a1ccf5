"""Checks that several kinds share; each message says what is wrong and what to do."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from warnings import catch_warnings
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, rrulestr
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.time_zones import time_zones
from content_types.base.recurrence import FIRST_YEAR, LAST_YEAR, PARTS, Rule, parts_of

MOST = 1000
"""The most occurrences that a rule may count, and the greatest interval."""
TOLERANCE = timedelta(minutes=1)

http_url = URLValidator(
    schemes=["http", "https"],
    code="scheme",
    message=_("Enter an address that begins with http:// or https://."),
)


def validate_time_zone(value: str) -> None:
    """Refuse what is not an IANA time zone name."""
    if value not in time_zones():
        raise ValidationError(
            _("“%(zone)s” is not an IANA time zone. Example: Europe/Berlin."), params={"zone": value}
        )


def validate_past(value: datetime) -> None:
    """Refuse moments of the future, but for the minute by which clocks of two machines may differ."""
    if value > timezone.now() + TOLERANCE:
        raise ValidationError(_("This moment is in the future: give one that has been."))


def validate_year(value: datetime) -> None:
    """Refuse moments so far away that no calendar or time zone can be reckoned with."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("The year %(year)s is out of reach: give one from %(first)s to %(last)s."),
            params={"year": str(value.year), "first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )


def validate_rrule(value: str) -> None:
    """Refuse what is not one RFC 5545 recurrence rule, repeats more often than daily, or goes beyond all bounds."""
    if "\n" in value or "DTSTART" in value.upper():
        raise ValidationError(_("Give one rule without DTSTART. Example: FREQ=WEEKLY;BYDAY=TU;COUNT=10."))
    try:
        with catch_warnings(action="ignore", category=DeprecationWarning):
            frequency = getattr(rrulestr(value.removeprefix("RRULE:")), "_freq", 0)
        rule = Rule.parse(value) if frequency <= DAILY else None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise ValidationError(
            _("This is not a recurrence rule (%(error)s). Example: FREQ=WEEKLY;BYDAY=TU;COUNT=10."),
            params={"error": error},
        ) from error
    if rule is None:
        raise ValidationError(
            _("An event can repeat daily at most. Use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
        )
    validate_bounds(rule, parts_of(value))


def validate_bounds(rule: Rule, parts: Mapping[str, str]) -> None:
    """Refuse parts that are no use for events, numbers out of bounds, and two ends at once."""
    if strange := parts.keys() - set(PARTS):
        raise ValidationError(
            _("%(part)s has no place here: an event repeats at the time of day at which it starts."),
            params={"part": min(strange)},
        )
    for part in ("INTERVAL", "COUNT"):
        if part in parts and not 1 <= int(parts[part]) <= MOST:
            raise ValidationError(
                _("%(part)s must be a number from 1 to %(most)s."), params={"part": part, "most": MOST}
            )
    if rule.until is not None:
        validate_year(rule.until)
        if rule.count is not None:
            raise ValidationError(_("Give either COUNT or UNTIL, not both."))


def zone(name: str) -> ZoneInfo:
    """The time zone of a validated name."""
    return ZoneInfo(name)
