"""The audit log: events that are only ever added, and the chain of hashes that shows whether one was changed.

A migration makes both tables with their triggers. Django does not manage them, so that `manage.py flush` leaves them.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["AuditEvent", "AuditLink"]


class AuditEvent(models.Model):
    """What somebody did. kind: what, in words with dots ("sign_in.failed", "wagtail.publish"). actor: the key of the
    user, none for commands and anonymous clients. target: "app_label.model" and key. data: JSON without personal data.
    request: the id of the request, which also stands in the logs."""

    happened_at = models.DateTimeField(_("time"))
    kind = models.TextField(_("action"))
    actor = models.BigIntegerField(_("user"), null=True)
    target_type = models.TextField(_("type"))
    target_key = models.TextField(_("key"))
    target_label = models.TextField(_("name"))
    data = models.JSONField(_("details"))
    request = models.TextField(_("request"))

    class Meta:
        managed = False
        db_table = "audit_event"
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.kind} {self.target_type} {self.target_key}".strip()


class AuditLink(models.Model):
    """The place of an event in the chain. hash: SHA-256 of the hash before it and the event."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, models.DO_NOTHING, related_name="link", db_column="event")
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_link"
        default_permissions = ()
