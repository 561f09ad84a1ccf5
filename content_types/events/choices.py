"""The fixed vocabularies of events."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from cms.base.choices import TextChoices


class AttendanceMode(TextChoices):
    """How people attend."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    MIXED = "mixed", _("In person and online")


class EventStatus(TextChoices):
    """Whether an event takes place as announced."""

    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


class CalendarUnit(TextChoices):
    """What a calendar counts by."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")


class RegistrationState(TextChoices):
    """Where a registration stands."""

    CONFIRMED = "confirmed", _("Confirmed")
    WAITLISTED = "waitlisted", _("On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")
