"""From the signals of models to the index: rows that are searched, and rows that give them their labels."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete

from cms.declarations import SearchKind, registry
from cms.indexing.changes import follow_relation, index_changed_rows, index_labelled_rows
from cms.indexing.documents import build_saved_document

__all__ = ["connect"]


def connect() -> None:
    """Called when all content types have declared their kinds."""
    for kind in registry.search_kinds.values():
        saved, deleted = partial(on_saved, kind), partial(on_deleted, kind)
        post_save.connect(saved, sender=kind.model, weak=False, dispatch_uid=f"index_saved_{kind.name}")
        post_delete.connect(deleted, sender=kind.model, weak=False, dispatch_uid=f"index_deleted_{kind.name}")
        for path in kind.labels:
            connect_label(kind, path)


def connect_label(kind: SearchKind, path: str) -> None:
    """path: ends with the column of the label ("tags__name")."""
    relation = path.rpartition("__")[0]
    target = follow_relation(kind.model, relation)
    for signal, receiver in ((post_save, on_label_saved), (pre_delete, on_label_deleted)):
        connected = partial(receiver, kind, relation)
        signal.connect(
            connected, sender=target, weak=False, dispatch_uid=f"{receiver.__name__}_{kind.name}_{path}"
        )


def changes_text(kind: SearchKind, update_fields: Any) -> bool:
    """Whether a save may have changed what is found; `update_fields` is None when all fields were written."""
    read = {kind.title, *kind.summary, *kind.body, "live", "locale", "translations"}
    return update_fields is None or not read.isdisjoint(update_fields)


def on_saved(
    kind: SearchKind, sender: Any, instance: Any, update_fields: Any = None, raw: bool = False, **signal: Any
) -> None:
    if raw or not changes_text(kind, update_fields):
        return
    is_whole = update_fields is None and getattr(instance, "live", True)
    index_changed_rows(kind, [instance.pk], [build_saved_document(kind, instance)] if is_whole else None)


def on_deleted(kind: SearchKind, sender: Any, instance: Any, **signal: Any) -> None:
    index_changed_rows(kind, [instance.pk])


def on_label_saved(
    kind: SearchKind,
    relation: str,
    sender: Any,
    instance: Any,
    created: bool,
    raw: bool = False,
    **signal: Any,
) -> None:
    if not created and not raw:
        index_labelled_rows(kind, relation, instance)


def on_label_deleted(kind: SearchKind, relation: str, sender: Any, instance: Any, **signal: Any) -> None:
    index_labelled_rows(kind, relation, instance)
