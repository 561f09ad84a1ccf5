"""What the plugin keeps."""

from __future__ import annotations

from django.db import models


class Note(models.Model):
    """One note about a solution. Other plugins point to solutions, too: hence `+`."""

    solution = models.ForeignKey(
        "solutions.Solution",
        on_delete=models.CASCADE,
        related_name="+",
    )
    text = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.text
