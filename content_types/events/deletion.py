"""What becomes of registrations when the page on which people registered is deleted."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import CASCADE

__all__ = ["move_registrations"]


def move_registrations(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Django's `on_delete`: the registrations of a page go to another page of the same event, a public one first; with
    the last of them they are deleted, as are those of people who are registered there already."""
    registrations, pages = field.model, field.remote_field.model
    gone = {page.pk: page.translation_key for page in collector.data[pages]}
    left = pages.objects.using(using).filter(translation_key__in=gone.values()).exclude(pk__in=gone)
    heirs = dict(left.order_by("live", "-pk").values_list("translation_key", "pk"))
    held = registrations.objects.using(using).filter(event__in=heirs.values()).exclude(state="cancelled")
    taken = {(key, email.lower()) for key, email in held.values_list("event", "email")}
    moving, lost = defaultdict(list), []
    for row in rows:
        heir = heirs.get(gone[row.event_id])
        if heir is None or (heir, row.email.lower()) in taken:
            lost.append(row)
        else:
            moving[heir].append(row)
            taken |= {(heir, row.email.lower())} if row.state != "cancelled" else set()
    for heir, moved in moving.items():
        collector.add_field_update(field, heir, moved)
    if lost:
        CASCADE(collector, field, lost, using)
