"""The next dates of an event that is being edited, worked out as they will be stored."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_safe

from content_types.base.validators import validate_rrule, validate_time_zone, validate_year
from content_types.events.forms import ZonedDateTimeField, set_zone
from content_types.events.models import Event
from content_types.events.occurrences import compute_occurrences
from content_types.events.schedule import Occurrence
from content_types.events.widgets import DayListField

__all__ = ["ScheduleForm", "show_dates"]

SHOWN = 10
"""The most dates that are shown."""


class ScheduleForm(forms.Form):
    """The fields of an event that say when it takes place."""

    starts_at = ZonedDateTimeField(validators=[validate_year])
    ends_at = ZonedDateTimeField(validators=[validate_year])
    time_zone = forms.CharField(validators=[validate_time_zone])
    all_day = forms.BooleanField(required=False)
    recurrence = forms.CharField(required=False, max_length=255, validators=[validate_rrule])
    excluded_days = DayListField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_zone(self, "UTC")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if not self.errors:
            self.event = Event(**data)
            if problems := dict(self.event.find_schedule_problems()):
                raise ValidationError(problems)
            self.event.settle_times()
        return data


@require_safe
def show_dates(request: HttpRequest) -> JsonResponse:
    """The next dates as texts, and a message about them or about what is wrong."""
    form = ScheduleForm(request.GET)
    if not request.GET.get("starts_at") or not request.GET.get("ends_at"):
        return build_answer([], _("Give the start and the end to see the dates."))
    if not form.is_valid():
        return build_answer([], " ".join(describe_errors(form)))
    now = timezone.now()
    coming = (each for each in compute_occurrences(form.event, now) if each.ends_at > now)
    found = list(islice(coming, SHOWN + 1))
    message = _("…and more.") if len(found) > SHOWN else "" if found else _("All dates are over.")
    return build_answer([describe(each, form.event.all_day) for each in found[:SHOWN]], message)


def build_answer(dates: list[str], message: str) -> JsonResponse:
    return JsonResponse({"dates": dates, "message": message}, headers={"Cache-Control": "private, no-store"})


def describe_errors(form: forms.Form) -> list[str]:
    """Each message, behind the name that the field has in the form of the event."""
    return [
        f"{Event._meta.get_field(name).verbose_name.capitalize()}: {message}"
        for name, messages in form.errors.items()
        for message in messages
    ]


def describe(found: Occurrence, all_day: bool) -> str:
    """Such as “Tuesday 6 April 2027, 18:00–20:00”, in the zone of the event."""
    start, end = found.starts_at, found.ends_at
    if all_day:
        last = end.date() if end.date() == start.date() else end.date() - timedelta(days=1)
        return name_day(start) if last <= start.date() else f"{name_day(start)} – {name_day(last)}"
    if start.date() == end.date():
        return f"{name_day(start)}, {time_format(start)}–{time_format(end)}"
    return f"{name_day(start)}, {time_format(start)} – {name_day(end)}, {time_format(end)}"


def name_day(day: date) -> str:
    """The date behind its day of the week, such as “Tuesday 6 April 2027”."""
    return date_format(day, pgettext("format of a date", "l j F Y"))
