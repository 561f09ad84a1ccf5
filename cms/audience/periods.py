"""Which days a report is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["CUSTOM", "Period", "PeriodForm", "build_period", "choose_period"]

PRESETS = {"7": 7, "30": 30, "90": 90}
CUSTOM = "custom"
LONGEST = 400
"""Days of a report."""
TODAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of UTC, half open."""

    begins: date
    ends: date

    def list_days(self) -> Iterator[date]:
        return (self.begins + timedelta(days=number) for number in range((self.ends - self.begins).days))

    @property
    def last(self) -> date:
        return self.ends - TODAY


class PeriodForm(forms.Form):
    """The last days, or others. presets_only: there are no others to choose."""

    period = forms.ChoiceField(
        label=_("Period"), required=False,
        choices=[("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days")), (CUSTOM, _("Other days"))],
    )  # fmt: skip
    begins = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput({"type": "date"}))
    ends = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, data: Mapping[str, str], presets_only: bool = False) -> None:
        super().__init__(data)
        self.presets_only = presets_only
        if presets_only:
            del self.fields["begins"], self.fields["ends"]
            self.fields["period"].choices = self.fields["period"].choices[:-1]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if found.get("period") == CUSTOM and not self.errors:
            begins, ends = found.get("begins"), found.get("ends")
            if not begins or not ends or begins > ends:
                raise forms.ValidationError(_("Enter a first and a last day, in this order."))
            if (ends - begins).days >= LONGEST:
                raise forms.ValidationError(_("Choose at most %d days.") % LONGEST)
        return found


def choose_period(form: PeriodForm) -> Period:
    """The days that a form asks for: the last 30 when it asks for none, or is wrong."""
    given = form.cleaned_data if form.is_valid() else {}
    if given.get("period") == CUSTOM:
        return Period(given["begins"], given["ends"] + TODAY)
    return build_period(PRESETS[given.get("period") or "30"], form.presets_only)


def build_period(days: int, is_complete: bool) -> Period:
    """The last days. is_complete: without today, whose numbers show each visitor alone while they grow."""
    ends = timezone.now().astimezone(UTC).date() + (timedelta() if is_complete else TODAY)
    return Period(ends - timedelta(days=days), ends)
