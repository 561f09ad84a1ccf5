"""Links to other sites: what became of the last request to each, and where it is used."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.base.choices import TextChoices

__all__ = ["MAX_LENGTH", "Link", "LinkResult", "LinkUse"]

MAX_LENGTH = 1000
"""Longer addresses are not checked."""


class LinkResult(TextChoices):
    """What the last request to a link came to."""

    WORKS = "works", _("Works")
    MOVED = "moved", _("Moved for good")
    BROKEN = "broken", _("Broken")
    SILENT = "silent", _("No answer")
    REFUSED = "refused", _("Not requested")
    UNCLEAR = "unclear", _("Closed to programs")


class Link(models.Model):
    """An address that published content links to. reason: what is wrong, for editors. target: where it leads now."""

    url = models.CharField(_("address"), max_length=MAX_LENGTH, unique=True)
    host = models.CharField(_("host"), max_length=255)
    result = models.CharField(_("result"), max_length=10, choices=LinkResult, blank=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    target = models.CharField(_("leads to"), max_length=MAX_LENGTH, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    next_check_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes = [models.Index(fields=["next_check_at"], name="links_next_check")]

    def __str__(self) -> str:
        return self.url


class LinkUse(models.Model):
    """A row of content that contains a link."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "link"], name="links_use_once")
        ]
