"""The edit form of a vendor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.identity.models import User
from content_types.base.forms import ChosenListField
from content_types.vendors.choosers import PersonChooserBlock

SHOWN = "access_shown"


class ShownAccessField(forms.JSONField):
    """A hidden field: the members, as primary keys, and the verified domain that the open form shows."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[str, Any] | None:
        """None where nothing was sent, as by programs, which then set what they send."""
        shown = super().clean(value)
        if shown is not None and not is_access(shown):
            raise ValidationError(
                gettext("This form cannot be saved: load the page again, and repeat the change.")
            )
        return shown


def is_access(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("domain"), str)
        and isinstance(value.get("members"), list)
        and all(type(key) is int for key in value["members"])
    )


class VendorForm(WagtailAdminModelForm):
    """Members and the verified domain change without this form, too, as by a claim. So it changes only what was edited
    in it: a form that was opened before such a change does not undo it."""

    members = ChosenListField(
        PersonChooserBlock(label=_("Person")),
        label=_("Members"),
        help_text=_("People who may edit this vendor's solutions and answer reviews."),
    )
    access_shown = ShownAccessField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial[SHOWN] = describe_access(self.instance.members.all(), self.instance.verified_domain)

    def save(self, commit: bool = True) -> Any:
        with transaction.atomic():
            if self.instance.pk and self.cleaned_data.get(SHOWN):
                self.keep_other_changes(self.cleaned_data[SHOWN])
            return super().save(commit)

    def keep_other_changes(self, shown: dict[str, Any]) -> None:
        """Apply to what is stored now only what differs from what the form showed."""
        locked = type(self.instance).objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
        stored = locked.get_latest_revision_as_object()
        before, sent = set(shown["members"]), {person.pk for person in self.cleaned_data["members"]}
        kept = {person.pk for person in stored.members.all()} - (before - sent) | (sent - before)
        self.sent_access = describe_access(self.cleaned_data["members"], self.cleaned_data["verified_domain"])
        self.cleaned_data["members"] = list(User.objects.filter(pk__in=kept).order_by("pk"))
        if self.cleaned_data["verified_domain"] == shown["domain"]:
            self.instance.verified_domain = stored.verified_domain

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """After it was saved in the background, the open form shows what it sent."""
        sent = getattr(self, "sent_access", None)
        found: list[tuple[str, str]] = super().get_field_updates_for_resave()
        return [*found, (self.add_prefix(SHOWN), self[SHOWN].field.prepare_value(sent))] if sent else found


def describe_access(members: Any, domain: str) -> dict[str, Any]:
    return {"members": sorted(person.pk for person in members), "domain": domain}
