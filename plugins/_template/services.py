"""What the plugin does; its hooks only name these functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from cms.plugin_api import Gate, settings_of

from .models import Note
from .settings import Settings


def count(keys: Sequence[int], gate: Gate) -> Mapping[int, int]:
    """How many notes each solution has; one statement for all of them."""
    rows = Note.objects.filter(solution__in=keys).values_list("solution")
    return {**dict.fromkeys(keys, 0), **dict(rows.annotate(Count("pk")))}


def tidy() -> str:
    """Delete notes that are too old; a line for the log."""
    oldest = timezone.now() - timedelta(days=settings_of(Settings).kept_days)
    deleted, _ = Note.objects.filter(created_at__lt=oldest).delete()
    return f"old notes deleted: {deleted}"
