"""What merges keep of people: rows about them, to be restored by an undoing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import ForeignKey

from cms.identity.privacy import DataHolder, DataNote, holders
from cms.merging.models import Merge
from cms.merging.rows.journal import find_model

__all__ = ["erase", "export", "register"]

NOTE = DataNote(
    what="rows that a merge of two records deleted, of people too, and who merged them",
    why="to undo a merge",
    kept="{JOURNAL_DAYS} after the merge",
    erased="their rows are deleted, or lose their author",
)


def register() -> None:
    holders["merges"] = DataHolder(
        export=export, erase=erase, note=NOTE, columns=("merging.Merge.done_by", "merging.Merge.undone_by")
    )


def find_columns(label: str) -> list[str]:
    """The columns of a model that name a person."""
    model = find_model(label)
    fields = model._meta.local_fields if model else ()
    return [
        field.attname
        for field in fields
        if isinstance(field, ForeignKey) and field.related_model is get_user_model()
    ]


def iterate_rows(merge: Merge, user: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The deleted rows that a merge keeps of a person, by model label."""
    for label, rows in merge.record.get("deleted", {}).items():
        columns = find_columns(label)
        yield from ((label, row) for row in rows if any(row.get(name) == user.pk for name in columns))


def export(user: Any) -> list[dict[str, Any]]:
    return [
        {"merge": merge.pk, "kind": label, "row": row}
        for merge in Merge.objects.order_by("pk").iterator()
        for label, row in iterate_rows(merge, user)
    ]


def erase(user: Any) -> int:
    """Forget the person in rows whose author or editor they were, and forget rows that are theirs."""
    changed = 0
    for merge in Merge.objects.order_by("pk").select_for_update():
        found = list(iterate_rows(merge, user))
        for label, row in found:
            forget(merge.record["deleted"][label], label, row, user)
        if found:
            merge.save(update_fields=["record"])
        changed += len(found)
    return changed


def forget(rows: list[dict[str, Any]], label: str, row: dict[str, Any], user: Any) -> None:
    model: Any = find_model(label)
    fields = {field.attname: field for field in model._meta.local_fields}
    for name in find_columns(label):
        if row.get(name) == user.pk:
            if not fields[name].null:
                rows.remove(row)
                return
            row[name] = None
