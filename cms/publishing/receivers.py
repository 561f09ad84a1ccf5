"""From Wagtail's signals to events. They are sent inside the publishing transaction, so only the outbox is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import DraftStateMixin, Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

from cms.plugins.api.events import ContentPublished, ContentUnpublished, Event
from cms.publishing.outbox import publish

__all__ = ["announce_changes", "announce_rows", "announce_saves", "build_event", "connect", "is_announced"]

announced: set[type[Model]] = set()
"""Models of rows without drafts whose saves are told."""


def connect() -> None:
    """Pages have signals of their own, which are sent for copies and aliases too, and before a page is deleted."""
    page_published.connect(on_published, dispatch_uid="publishing_page_published")
    page_unpublished.connect(on_unpublished, dispatch_uid="publishing_page_unpublished")
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page):
            published.connect(on_published, sender=model, dispatch_uid=f"published_{model._meta.label}")
            unpublished.connect(on_unpublished, sender=model, dispatch_uid=f"unpublished_{model._meta.label}")
            post_delete.connect(on_deleted, sender=model, dispatch_uid=f"deleted_{model._meta.label}")


def announce_saves(*models: type[Model]) -> None:
    """Tell plugins of rows without drafts, such as menus and settings: each save is public at once."""
    announced.update(models)
    for model in models:
        post_save.connect(on_saved, sender=model, dispatch_uid=f"saved_{model._meta.label}")
        post_delete.connect(on_unpublished, sender=model, dispatch_uid=f"deleted_{model._meta.label}")


def announce_changes(*models: type[Model]) -> None:
    """Tell plugins of rows that nothing shows when they are new, such as pictures: later saves, and deletions."""
    announced.update(models)
    for model in models:
        post_save.connect(on_changed, sender=model, dispatch_uid=f"saved_{model._meta.label}")
        post_delete.connect(on_unpublished, sender=model, dispatch_uid=f"deleted_{model._meta.label}")


def is_announced(model: type[Model]) -> bool:
    """Whether saves of rows without drafts are told."""
    return model in announced


def announce_rows(rows: Iterable[Model]) -> None:
    """Tell plugins of rows that were written without `save`, as their saves are told. Rows with drafts are left out:
    who writes those sends the signals of publishing."""
    for row in rows:
        if is_announced(type(row)):
            publish(build_event(ContentPublished, row))


def build_event(kind: type[Event], instance: Any) -> Event:
    locale = getattr(instance, "locale", None)
    return kind(instance._meta.label_lower, instance.pk, locale.language_code if locale else "")  # type: ignore[call-arg]


def on_published(sender: Any, instance: Any, **kwargs: Any) -> None:
    publish(build_event(ContentPublished, instance))


def on_saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Fixtures are loaded in any order, before what their rows refer to."""
    if not raw:
        publish(build_event(ContentPublished, instance))


def on_changed(sender: Any, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    if not created:
        on_saved(sender, instance, raw)


def on_unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    publish(build_event(ContentUnpublished, instance))


def on_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A live row that is deleted is no longer live."""
    if instance.live:
        publish(build_event(ContentUnpublished, instance))
