"""What is decided about plugins while the site runs, and what their jobs did."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PluginSwitch(models.Model):
    """A plugin switched on or off: for one site, or for all that have no switch of their own (`site` is empty)."""

    plugin = models.CharField(max_length=60)
    site = models.ForeignKey(
        "wagtailcore.Site", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    enabled = models.BooleanField(default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "plugin switches"
        constraints = [
            models.UniqueConstraint(
                fields=["plugin", "site"], nulls_distinct=False, name="extensions_one_switch_per_site"
            )
        ]

    def __str__(self) -> str:
        where = self.site or _("all sites")
        return f"{self.plugin}: {_('on') if self.enabled else _('off')} ({where})"


class PluginConfiguration(models.Model):
    """Settings of a plugin made in the admin. Secrets are references ({"$env": "NAME"}), never values."""

    plugin = models.CharField(max_length=60, unique=True)
    values = models.JSONField(default=dict)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.plugin


class BrokenMigration(models.Model):
    """A plugin whose tables could not be brought up to date; it is not called until `migrate` succeeds."""

    plugin = models.CharField(max_length=60, unique=True)
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now=True)


class JobRun(models.Model):
    """The last run of a plugin's job. `leased_until` keeps a second process from running it as well."""

    plugin = models.CharField(max_length=60)
    job = models.CharField(max_length=60)
    first_seen_at = models.DateTimeField(null=True, auto_now_add=True)
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    succeeded = models.BooleanField(default=True)
    message = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plugin", "job"], name="extensions_one_row_per_job")]
