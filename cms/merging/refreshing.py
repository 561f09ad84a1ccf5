"""What is worked out from rows follows when a merge has changed them: events, search, references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import ForeignKey, Model
from django.db.models.signals import post_save
from django_tasks import task
from modelcluster.fields import ParentalKey
from wagtail.models import DraftStateMixin, Page, ReferenceIndex
from wagtail.signals import page_published, published

from cms.exchange.writing.bulk import CHUNK, update_references, update_search
from cms.merging.rows.journal import find_model
from cms.plugins.api.events import ContentPublished
from cms.publishing.outbox import publish
from cms.publishing.receivers import build_event, is_announced

__all__ = ["announce", "find_touched", "refresh", "repoint_references"]

Touched = Mapping[type[Model], set[Any]]


def find_touched(
    changed: Iterable[tuple[type[Model], Iterable[Mapping[str, Any]]]],
) -> dict[type[Model], set[Any]]:
    """The rows of content whose own columns or child rows changed, from changed rows given whole."""
    touched: dict[type[Model], set[Any]] = defaultdict(set)
    for model, rows in changed:
        owners = find_owners(model)
        for row in rows:
            for column, owner in owners:
                if row.get(column) is not None:
                    touched[owner].add(row[column])
            if not owners and issubclass(model, DraftStateMixin) and model._meta.pk.attname in row:
                touched[model].add(row[model._meta.pk.attname])
    return touched


def find_owners(model: type[Model]) -> list[tuple[str, type[Model]]]:
    """The columns of a child row, or of a row of a many-to-many relation, that name the row it belongs to."""
    source = model._meta.auto_created
    return [
        (field.attname, field.related_model)
        for field in model._meta.local_fields
        if isinstance(field, ParentalKey)
        or (source and isinstance(field, ForeignKey) and field.related_model is source)
    ]


def announce(record: Any) -> None:
    """Send the signals of an edit that was published."""
    if isinstance(record, DraftStateMixin) and not record.live:
        return
    if isinstance(record, Page):
        page_published.send(sender=type(record), instance=record, revision=record.live_revision)
    elif isinstance(record, DraftStateMixin):
        published.send(sender=type(record), instance=record, revision=record.live_revision)
    else:
        post_save.send(
            sender=type(record),
            instance=record,
            created=False,
            raw=False,
            using="default",
            update_fields=None,
        )


def refresh(touched: Touched, *, without: Sequence[Any] = ()) -> None:
    """Tell subscribers of rows that changed: live ones, and those without drafts whose saves are told. A worker writes
    their search and reference entries."""
    announced = {(type(row), row.pk) for row in without}
    for model, keys in touched.items():
        live = {"live": True} if issubclass(model, DraftStateMixin) else {}
        if live or is_announced(model):
            for row in model._base_manager.filter(pk__in=keys, **live).order_by("pk"):
                if (model, row.pk) not in announced:
                    publish(build_event(ContentPublished, row))
        ordered = sorted(keys)
        for start in range(0, len(ordered), CHUNK):
            some = ordered[start : start + CHUNK]
            transaction.on_commit(partial(refresh_rows.enqueue, model._meta.label, some))


@task()
def refresh_rows(label: str, keys: list[Any]) -> None:
    """Write the search and reference entries of rows; those that are gone meanwhile are left out."""
    model = find_model(label)
    if model is None:
        return
    rows = list(model._base_manager.filter(pk__in=keys))
    update_search(model, rows)
    with transaction.atomic():
        update_references(rows, replace=rows)


def repoint_references(kept: Any, merged: Sequence[Any]) -> None:
    """Have Wagtail's index name the record that is kept for what referred to the others, until it is written again."""
    rows = ReferenceIndex.get_references_to_in_bulk(merged)
    rows.update(to_object_id=str(kept.pk))
