"""How the rule, the zone and the days left out of an event are typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from cms.base.time_zones import time_zones
from content_types.base.recurrence import WEEKDAYS as CODES

__all__ = ["DayListField", "RecurrenceInput", "TimeZoneInput"]


class RecurrenceInput(forms.TextInput):
    """A rule, with controls that build it and the dates that it means: see static/events/recurrence.js."""

    template_name = "events/recurrence_input.html"

    class Media:
        js = ["events/recurrence.js"]
        css = {"all": ["events/recurrence.css"]}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        names = [str(WEEKDAYS[number]) for number in range(7)]
        context["widget"] |= {
            "preview_url": reverse("event_dates"),
            "weekdays": list(zip(CODES, names, strict=True)),
        }
        return context


class TimeZoneInput(forms.TextInput):
    """A name of an IANA time zone, found by any part of it; the model still checks what is sent."""

    template_name = "events/time_zone_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["attrs"] |= {"list": f"{widget['attrs'].get('id', name)}_names", "autocomplete": "off"}
        widget["zones"] = sorted(time_zones())
        return context


class DayListField(forms.CharField):
    """Days, one a line, as a list without doubles in order."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.Textarea(attrs={"rows": 3}), **options})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[date]:  # type: ignore[override]
        words = super().to_python(self.prepare_value(value)).replace(",", " ").split()
        return sorted({self.read_day(word) for word in words})

    @staticmethod
    def read_day(word: str) -> date:
        try:
            return date.fromisoformat(word)
        except ValueError:
            message = _("“%(word)s” is not a day: write it as 2027-12-24.")
            raise ValidationError(message, params={"word": word}) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or []), data)
