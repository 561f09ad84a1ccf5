"""An embargo on one solution."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class Embargo(index.Indexed, models.Model):
    """Until `until` the API hides the solution, although it is published."""

    solution = models.OneToOneField(
        "solutions.Solution", verbose_name=_("solution"), on_delete=models.CASCADE, related_name="embargo"
    )
    until = models.DateTimeField(_("until"), db_index=True)
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For editors: with whom it was agreed, and why.")
    )

    search_fields = [index.AutocompleteField("note"), index.SearchField("note")]

    class Meta:
        ordering = ["until"]
        verbose_name = _("embargo")
        verbose_name_plural = _("embargoes")

    def __str__(self) -> str:
        return str(self.solution)
