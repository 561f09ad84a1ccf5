"""Keep what follows from the row of an event as that is, in the transaction that writes it: its stored occurrences,
and who waits for a place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from content_types.events.actions import fill_places, lock_events
from content_types.events.models import Event
from content_types.events.occurrences import COLUMNS, store_occurrences


def connect() -> None:
    pre_save.connect(before_save, sender=Event, dispatch_uid="events_saving")
    post_save.connect(on_save, sender=Event, dispatch_uid="events_saved")
    pre_delete.connect(before_delete, sender=Event, dispatch_uid="events_deleting")
    post_delete.connect(on_delete, sender=Event, dispatch_uid="events_deleted")


def before_save(
    sender: Any,
    instance: Event,
    update_fields: Collection[str] | None = None,
    raw: bool = False,
    **kwargs: Any,
) -> None:
    """Lock the pages of the event as every registration does, before this row is written and so locked alone."""
    if not raw and instance.pk and may_free_places(update_fields):
        lock_events([instance.translation_key])


def on_save(
    sender: Any,
    instance: Event,
    update_fields: Collection[str] | None = None,
    raw: bool = False,
    **kwargs: Any,
) -> None:
    """Publishing, unpublishing, copies, aliases and translations all save the page. The row is read again: a page
    that is saved with `update_fields` may hold a draft's times."""
    if not raw and (update_fields is None or not {*update_fields}.isdisjoint(COLUMNS)):
        store_occurrences([instance.pk])
    if not raw and may_free_places(update_fields):
        fill_places(instance)


def may_free_places(update_fields: Collection[str] | None) -> bool:
    return update_fields is None or "capacity" in update_fields


def before_delete(sender: Any, instance: Event, **kwargs: Any) -> None:
    lock_events([instance.translation_key])


def on_delete(sender: Any, instance: Event, **kwargs: Any) -> None:
    """The capacity of a page counts as long as there is that page."""
    fill_places(instance)
