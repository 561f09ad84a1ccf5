"""Events of what is no content and yet changes what visitors see: files, redirects, and who may see pages and files."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex
from wagtail.signals import page_slug_changed, post_page_move

from cms.base.changes import rows_recomputed
from cms.media.models import Document, Image
from cms.media.picture_sets import picture_prepared
from cms.plugins.api.events import RowsChanged
from cms.publishing.outbox import publish
from cms.publishing.receivers import announce_changes, announce_rows, announce_saves

__all__ = ["connect"]


def connect() -> None:
    announce_changes(Image, Document)
    announce_saves(Redirect, PageViewRestriction, CollectionViewRestriction)
    page_slug_changed.connect(on_moved, dispatch_uid="publishing_slug_changed")
    post_page_move.connect(on_moved, dispatch_uid="publishing_page_moved")
    rows_recomputed.connect(on_recomputed, dispatch_uid="publishing_rows_recomputed")
    picture_prepared.connect(on_prepared, sender=Image, dispatch_uid="publishing_picture_prepared")


def on_moved(instance: Page, **kwargs: Any) -> None:
    """A page and all below it have other addresses, and redirects from their old ones: one event for each kind."""
    below = Page.objects.descendant_of(instance, inclusive=True).live().order_by()
    keys = below.values_list("content_type", flat=True).distinct()
    labels = {f"{each.app_label}.{each.model}" for each in map(ContentType.objects.get_for_id, keys)}
    for kind in sorted({*labels, Redirect._meta.label_lower} if labels else ()):
        publish(RowsChanged(kind))


def on_recomputed(sender: Any, kind: str, **kwargs: Any) -> None:
    publish(RowsChanged(kind))


def on_prepared(sender: Any, instance: Image, **kwargs: Any) -> None:
    """Answers that were kept before have the picture without them."""
    if ReferenceIndex.get_references_to(instance).exists():
        announce_rows([instance])
