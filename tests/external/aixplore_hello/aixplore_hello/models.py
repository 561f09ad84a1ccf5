"""Greetings."""

from __future__ import annotations

from django.db import models


class Greeting(models.Model):
    """One greeting of a solution. `author` is for staff."""

    solution = models.ForeignKey("solutions.Solution", on_delete=models.CASCADE, related_name="greetings")
    text = models.CharField(max_length=80)
    author = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.text
