"""React to deleted reviews, by any road."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete

from content_types.reviews import announcements, ratings
from content_types.reviews.choices import ReviewState
from content_types.reviews.models import Review


def connect() -> None:
    pre_delete.connect(on_delete, sender=Review, dispatch_uid="reviews_deleted")


def on_delete(sender: Any, instance: Review, origin: Any = None, **kwargs: Any) -> None:
    """Its stars no longer count. When its solution is deleted the whole rating goes, and nothing is worked out."""
    if isinstance(origin, Review) or getattr(origin, "model", None) is Review:
        ratings.apply_deletion(instance.pk)
        announcements.announce_removals([instance] if instance.state == ReviewState.PUBLISHED else [])
