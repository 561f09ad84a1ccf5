"""The form by which many profiles are edited at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from content_types.solutions.changes import Changes
from content_types.solutions.choices import SolutionStatus
from content_types.taxonomy.forms import CategoryChoiceField, TagNamesField
from content_types.taxonomy.models import Category

__all__ = ["BulkEditForm"]


class BulkEditForm(forms.Form):
    """What is to be changed in many profiles."""

    category = CategoryChoiceField(
        queryset=Category.objects.all(),
        required=False,
        label=_("Primary category"),
        empty_label=_("– unchanged –"),
        help_text=_("Takes the place of the previous primary category."),
    )
    status = forms.ChoiceField(
        choices=[("", _("– unchanged –")), *SolutionStatus.choices], required=False, label=_("Life cycle")
    )
    added = TagNamesField(required=False, label=_("Add tags"))
    removed = TagNamesField(required=False, label=_("Remove tags"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        both = set(data.get("added", ())) & set(data.get("removed", ()))
        if both:
            names = ", ".join(sorted(tag.name for tag in both))
            self.add_error(
                "removed", gettext("Choose either to add or to remove: %(names)s.") % {"names": names}
            )
        elif not self.errors and not any(data.values()):
            raise ValidationError(gettext("Choose what to change."))
        return data

    @property
    def changes(self) -> Changes:
        return Changes(**self.cleaned_data)
