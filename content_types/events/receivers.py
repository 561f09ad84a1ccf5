"""Keep what follows from the row of an event as that is, in the transaction that writes it: its stored occurrences,
and who waits for a place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save

from content_types.events.actions import fill_places
from content_types.events.models import Event
from content_types.events.occurrences import COLUMNS, store_occurrences


def connect() -> None:
    post_save.connect(on_save, sender=Event, dispatch_uid="events_saved")


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
    if not raw and (update_fields is None or "capacity" in update_fields):
        fill_places(instance)
