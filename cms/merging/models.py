"""Merges that were done, with all that is needed to undo them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Merge"]


class Merge(models.Model):
    """Some records that became one. kept: the key of the record that stayed. merged: names of the others, by key.

    record: the rows that were changed, deleted and created, see `cms.merging.rows.journal`. pruned_at: when
    all of it was deleted that only an undoing needs, see `cms.merging.retention`.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    kept = models.BigIntegerField()
    kept_name = models.CharField(_("kept"), max_length=255)
    merged = models.JSONField(_("merged"))
    record = models.JSONField(encoder=DjangoJSONEncoder)
    done_at = models.DateTimeField(_("merged at"), auto_now_add=True, db_index=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    pruned_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-done_at", "-pk"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")

    def __str__(self) -> str:
        return f"{', '.join(self.merged.values())} → {self.kept_name}"

    @property
    def model(self) -> Any:
        """The model of the records; None for one that is not installed any more."""
        return self.content_type.model_class()
