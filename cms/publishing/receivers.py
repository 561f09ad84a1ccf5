"""From Wagtail's signals to events. They are sent inside the publishing transaction, so only the outbox is written."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete
from wagtail.models import DraftStateMixin, Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

from cms.hooks.events import ContentPublished, ContentUnpublished, Event
from cms.publishing.outbox import publish


def connect() -> None:
    for signal in (page_published, published):
        signal.connect(on_published, dispatch_uid="publishing_published")
    for signal in (page_unpublished, unpublished):
        signal.connect(on_unpublished, dispatch_uid="publishing_unpublished")
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and model is not Page:  # a page's own table, not wagtailcore's
            post_delete.connect(
                on_deleted, sender=model, dispatch_uid=f"publishing_deleted_{model._meta.label}"
            )


def described(kind: type[Event], instance: Any) -> Event:
    locale = getattr(instance, "locale", None)
    return kind(instance._meta.label_lower, instance.pk, locale.language_code if locale else "")  # type: ignore[call-arg]


def on_published(sender: Any, instance: Any, **kwargs: Any) -> None:
    publish(described(ContentPublished, instance))


def on_unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    publish(described(ContentUnpublished, instance))


def on_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A live row that is deleted is no longer live."""
    if instance.live:
        publish(described(ContentUnpublished, instance))
