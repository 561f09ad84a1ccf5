"""Checks that several kinds share; each message says what is wrong and what to do."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.base.time_zones import time_zones
from content_types.base.recurrence import FIRST_YEAR, LAST_YEAR, Rule
from content_types.base.rule_syntax import read_parts

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
        raise ValidationError(_("This time is in the future: enter one in the past."))


def validate_year(value: date) -> None:
    """Refuse moments so far away that no calendar or time zone can be reckoned with."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("The year %(year)s is out of range: enter one from %(first)s to %(last)s."),
            params={"year": str(value.year), "first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )


def validate_rrule(value: str) -> None:
    """Refuse what is not one RFC 5545 recurrence rule, repeats more often than daily, or goes beyond all bounds."""
    read_parts(value)
    rule = Rule.parse(value)
    if rule.until is not None:
        validate_year(rule.until)
        if rule.count is not None:
            raise ValidationError(_("Give either COUNT or UNTIL, not both."))


def zone(name: str) -> ZoneInfo:
    """The time zone of a validated name."""
    return ZoneInfo(name)
