"""The permission to see what visitors do on the whole site. Visits are in the plugin."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["VIEW", "VisitReport"]

VIEW = "audience.view_visitreport"


class VisitReport(models.Model):
    """No table: it has a permission alone."""

    class Meta:
        managed = False
        default_permissions = ("view",)
        verbose_name = _("report of visits")
        verbose_name_plural = _("reports of visits")
