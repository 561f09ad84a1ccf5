"""Events of what is no content and yet changes what visitors see: files, redirects, and who may see pages and files."""

from __future__ import annotations

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import CollectionViewRestriction, PageViewRestriction, ReferenceIndex

from cms.media.models import Document, Image
from cms.media.picture_sets import picture_prepared
from cms.publishing.receivers import announce_changes, announce_rows, announce_saves

__all__ = ["connect"]


def connect() -> None:
    announce_changes(Image, Document)
    announce_saves(Redirect, PageViewRestriction, CollectionViewRestriction)
    picture_prepared.connect(on_prepared, sender=Image, dispatch_uid="publishing_picture_prepared")


def on_prepared(sender: Any, instance: Image, **kwargs: Any) -> None:
    """Answers that were kept before have the picture without them."""
    if ReferenceIndex.get_references_to(instance).exists():
        announce_rows([instance])
