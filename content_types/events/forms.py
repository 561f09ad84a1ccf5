"""The edit form of an event."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import PageChooserBlock

from cms.base.time_zones import time_zones
from content_types.base.forms import ChosenListField
from content_types.base.slugs import BasePageForm
from content_types.events.schedule import moment_at
from content_types.events.widgets import DayListField

MOMENTS = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")


class ZonedDateTimeField(forms.DateTimeField):
    """A moment that is typed and shown in `zone`, whatever the time zone of the person is.

    whole_days: midnight means the beginning of the day, where clocks skip or repeat midnight as well.
    """

    zone: ZoneInfo | None = None
    whole_days = False

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone or timezone.get_current_timezone()):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        if self.whole_days and self.zone:
            with timezone.override(UTC):
                typed = super().to_python(value)
            return typed and moment_at(typed.replace(tzinfo=None), self.zone)
        with timezone.override(self.zone or timezone.get_current_timezone()):
            return super().to_python(value)


class EventForm(BasePageForm):
    """Its times are those of clocks in the event's own zone."""

    related_solutions = ChosenListField(
        PageChooserBlock(page_type="solutions.Solution", label=_("Solution")),
        label=_("Related solutions"),
        help_text=_("Solutions that this event is about."),
    )

    excluded_days = DayListField(
        label=_("Days left out"),
        help_text=_("Days on which a repeated event does not take place, one a line, such as 2027-12-24."),
    )

    class Meta(WagtailAdminPageForm.Meta):
        field_classes = dict.fromkeys(MOMENTS, ZonedDateTimeField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_zone(self, self.instance.time_zone)


def set_zone(form: forms.BaseForm, stored: str) -> None:
    """Let the times of a form be those of clocks in the zone that was chosen in it, or that is stored."""
    chosen = form.data.get(form.add_prefix("time_zone"), stored) if form.is_bound else stored
    if chosen in time_zones():
        for name in MOMENTS:
            if name in form.fields:
                form.fields[name].zone = ZoneInfo(chosen)
    for name in ("starts_at", "ends_at"):
        if name in form.fields and form.is_bound:
            form.fields[name].whole_days = form.add_prefix("all_day") in form.data
