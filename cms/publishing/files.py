"""Events of pictures and documents: when they change, and when pictures that something shows get their renditions."""

from __future__ import annotations

from typing import Any

from wagtail.models import ReferenceIndex

from cms.media.models import Document, Image
from cms.media.picture_sets import picture_prepared
from cms.publishing.receivers import announce_changes, announce_rows

__all__ = ["connect"]


def connect() -> None:
    announce_changes(Image, Document)
    picture_prepared.connect(on_prepared, sender=Image, dispatch_uid="publishing_picture_prepared")


def on_prepared(sender: Any, instance: Image, **kwargs: Any) -> None:
    """Answers that were kept before have the picture without them."""
    if ReferenceIndex.get_references_to(instance).exists():
        announce_rows([instance])
