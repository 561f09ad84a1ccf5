"""A badge of one solution."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BadgeKind(models.TextChoices):
    """What editors say of a solution."""

    EDITORS_CHOICE = "editors_choice", _("Editors' choice")
    PRIVACY_CHECKED = "privacy_checked", _("Checked for privacy")
    MADE_IN_EUROPE = "made_in_europe", _("Made in Europe")
    ACCESSIBLE = "accessible", _("Accessible")


class Badge(models.Model):
    """A solution has each kind of badge once."""

    solution = models.ForeignKey(
        "solutions.Solution", verbose_name=_("solution"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("badge"), max_length=40, choices=BadgeKind.choices)

    class Meta:
        ordering = ["solution__title", "kind"]
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        constraints = [models.UniqueConstraint(fields=["solution", "kind"], name="badges_once")]
        indexes = [models.Index(fields=["kind", "solution"], name="badges_kind")]

    def __str__(self) -> str:
        return f"{self.solution}: {self.get_kind_display()}"
