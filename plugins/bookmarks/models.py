"""A bookmark."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Bookmark(models.Model):
    """One person keeps one solution."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    solution = models.ForeignKey("solutions.Solution", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "solution"], name="bookmarks_once")]
