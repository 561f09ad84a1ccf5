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

    class Meta(WagtailAdminPageForm.Meta):
        field_classes = dict.fromkeys(MOMENTS, ZonedDateTimeField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get(self.add_prefix("time_zone")) if self.is_bound else self.instance.time_zone
        if chosen in time_zones():
            for name in MOMENTS:
                if name in self.fields:
                    self.fields[name].zone = ZoneInfo(chosen)
        for name in ("starts_at", "ends_at"):
            if name in self.fields and self.is_bound:
                self.fields[name].whole_days = self.add_prefix("all_day") in self.data
