"""What is known of the index of each provider."""

from __future__ import annotations

from django.db import models


class IndexState(models.Model):
    """By which rules the index of a provider was last built whole. rules: `cms.search.text.RULES` at that time."""

    provider = models.CharField(max_length=60, primary_key=True)
    rules = models.PositiveSmallIntegerField()
    built_at = models.DateTimeField(auto_now=True)
