"""The admin's forms for keys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.declarations.scopes import ACTIONS, list_kinds
from cms.identity.key_states import name_kind
from cms.identity.models import ApiKey

__all__ = ["CreateKeyForm", "RotateKeyForm"]

LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("one year")), ("", _("no end"))]
OVERLAPS = [("0", _("at once")), ("24", _("in a day")), ("168", _("in a week")), ("720", _("in 30 days"))]


class CreateKeyForm(forms.Form):
    """A new key of the person who fills it in."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What uses the key, such as “nightly export”.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What it reads and writes. All kinds, when you choose none."),
    )  # fmt: skip
    locales = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("All languages, when you choose none."),
    )  # fmt: skip
    reads_drafts = forms.BooleanField(
        label=_("Drafts"), required=False,
        help_text=_("Whether it also reads what is not published yet, where you may edit it."),
    )  # fmt: skip
    actions = forms.MultipleChoiceField(
        label=_("Writing"), required=False, widget=forms.CheckboxSelectMultiple, choices=ACTIONS,
        help_text=_("What it does with pages, where you may do it. It only reads, when you choose none."),
    )  # fmt: skip
    days = forms.ChoiceField(label=_("Valid for"), choices=LIFETIMES, required=False, initial="90")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(((label, name_kind(label)) for label in list_kinds()), key=lambda each: each[1])
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["locales"].choices = settings.WAGTAIL_CONTENT_LANGUAGES  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if ApiKey.objects.filter(name=name, replaced_at__isnull=True).exists():
            raise forms.ValidationError(_("There is a key of this name. Choose another name."))
        return name

    def clean_days(self) -> Any:
        """The moment at which it ends; None without an end."""
        days = self.cleaned_data["days"]
        return timezone.now() + timedelta(days=int(days)) if days else None


class RotateKeyForm(forms.Form):
    """When the old key ends, and until when the new one is valid."""

    hours = forms.ChoiceField(label=_("The old key ends"), choices=OVERLAPS, initial="24")
    days = forms.ChoiceField(
        label=_("The new key is valid for"), choices=LIFETIMES, required=False, initial="90"
    )

    clean_days = CreateKeyForm.clean_days

    def clean_hours(self) -> timedelta:
        return timedelta(hours=int(self.cleaned_data["hours"]))
