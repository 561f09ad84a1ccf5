"""In the form of a role: whether its members need a second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.people.models import RoleFactor

__all__ = ["RoleFactorPanel"]


class RoleFactorPanel(forms.Form):
    """A panel as Wagtail's form of groups takes it."""

    needs_factor = forms.BooleanField(
        label=_("Members need a second factor"),
        help_text=_("Who has none sets one up at the next sign-in. It also holds for superusers."),
        required=False,
    )

    def __init__(self, *args: Any, instance: Group | None = None, **given: Any) -> None:
        self.group = instance or Group()
        known = self.group.pk is not None and RoleFactor.objects.filter(group=self.group).exists()
        super().__init__(*args, **given, initial={"needs_factor": known}, prefix="second-factor")

    def save(self) -> None:
        if self.cleaned_data["needs_factor"]:
            RoleFactor.objects.get_or_create(group=self.group)
        else:
            RoleFactor.objects.filter(group=self.group).delete()

    def as_admin_panel(self) -> SafeString:
        return render_to_string("people/role_panel.html", {"form": self})
