"""What the screen remembers of the reviews that it has seen."""

from __future__ import annotations

from django.db import models


class Seen(models.Model):
    """One review. digest: fingerprint of its words. author: key of the account, null once it was erased."""

    review = models.BigIntegerField(unique=True)
    author = models.BigIntegerField(null=True, db_index=True)
    digest = models.CharField(max_length=64, db_index=True)
    written_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "seen"
