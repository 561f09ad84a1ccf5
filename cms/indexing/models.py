"""What is known of the index of each provider, and the changes that it has not followed yet."""

from __future__ import annotations

from django.db import models


class IndexState(models.Model):
    """By which rules the index of a provider was last built whole. rules: `cms.search.text.RULES` at that time. layout:
    that of the provider."""

    provider = models.CharField(max_length=60, primary_key=True)
    rules = models.PositiveSmallIntegerField()
    layout = models.PositiveSmallIntegerField(default=0, db_default=0)
    built_at = models.DateTimeField(auto_now=True)


class PendingChange(models.Model):
    """Rows that an index has to follow, written in the transaction that changed them, and deleted when it does.

    provider: its name. keys: primary keys of rows of the kind. next_attempt_at: later than now while a worker has it,
    or after a failure.
    """

    provider = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    keys = models.JSONField()
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    next_attempt_at = models.DateTimeField(db_index=True)
    last_error = models.TextField(blank=True)
