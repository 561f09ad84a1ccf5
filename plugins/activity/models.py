"""What happened, one row for each event."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """An event and what it was about. event: the name of its hook. kind: model label. key: primary key."""

    event = models.CharField(max_length=60)
    kind = models.CharField(max_length=100, blank=True)
    key = models.BigIntegerField()
    happened_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        verbose_name_plural = "entries"
