"""Checks that several kinds share; each message says what is wrong and what to do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1970, 2200
TOLERANCE = timedelta(minutes=1)

http_url = URLValidator(
    schemes=["http", "https"],
    code="scheme",
    message=_("Enter an address that begins with http:// or https://."),
)


def validate_time_zone(value: str) -> None:
    """Refuse what is not an IANA time zone name."""
    if value not in available_timezones():
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
    """Refuse what is not one RFC 5545 recurrence rule, or repeats more often than daily."""
    if "\n" in value or "DTSTART" in value.upper():
        raise ValidationError(_("Give one rule without DTSTART. Example: FREQ=WEEKLY;BYDAY=TU;COUNT=10."))
    try:
        rule = rrulestr(value.removeprefix("RRULE:"))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValidationError(
            _("This is not a recurrence rule (%(error)s). Example: FREQ=WEEKLY;BYDAY=TU;COUNT=10."),
            params={"error": error},
        ) from error
    if getattr(rule, "_freq", 0) > 3:
        raise ValidationError(
            _("An event can repeat daily at most. Use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
        )


def zone(name: str) -> ZoneInfo:
    """The time zone of a validated name."""
    return ZoneInfo(name)
