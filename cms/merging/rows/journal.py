"""The rows that a merge changes, and their way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.merging.kinds import Changes
from cms.merging.rows.plans import Plan
from cms.merging.rows.tables import delete_rows, read_rows, write_columns

__all__ = ["Journal", "find_model"]

DERIVED = (IndexEntry, ReferenceIndex)
"""Rows that are worked out again from those they are about."""


@dataclass
class Journal:
    """What a merge did, as the JSON that is kept of it.

    deleted: rows by model label, whole. changed: by model label rows as [key, {column: [before, after]}], with the key
    that the row has now. created: by model label the same, of new rows. parents: places in their tree by key of a
    merged record. children: keys of the nodes that were below it.
    """

    deleted: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changed: dict[str, list[list[Any]]] = field(default_factory=dict)
    created: dict[str, list[list[Any]]] = field(default_factory=dict)
    parents: dict[str, Any] = field(default_factory=dict)
    children: dict[str, list[Any]] = field(default_factory=dict)

    def apply(self, plan: Plan) -> None:
        """Delete and change rows as planned, and note it. A row gives way before another takes its place, and goes
        after those that refer to it have moved."""
        planned = list(reversed(plan.order))
        for model in [*(each for each in plan.changes if each not in planned), *planned]:
            if keys := plan.dropped.get(model):
                self.delete(model._base_manager.filter(pk__in=keys))
            if changes := plan.changes.get(model):
                self.change(model, changes)

    def change(self, model: type[Model], changes: Changes) -> None:
        write_columns(
            model, {key: {name: new for name, (_, new) in row.items()} for key, row in changes.items()}
        )
        name = model._meta.pk.attname
        self.changed.setdefault(model._meta.label, []).extend(
            [row[name][1] if name in row else key, {column: list(pair) for column, pair in row.items()}]
            for key, row in changes.items()
        )

    def delete(self, rows: QuerySet[Any]) -> None:
        """Delete rows and all that depend on them."""
        self.capture(list(rows))
        rows.delete()

    def capture(self, rows: list[Any]) -> None:
        """Note rows that are about to be deleted, with what Django deletes or changes along with them."""
        collector = Collector(using=DEFAULT_DB_ALIAS, origin=rows[0] if rows else None)
        collector.collect(rows)
        doomed: dict[type[Model], set[Any]] = {
            model: {row.pk for row in found} for model, found in collector.data.items()
        }
        for queryset in collector.fast_deletes:
            doomed.setdefault(queryset.model, set()).update(list(queryset.values_list("pk", flat=True)))
        for model, keys in doomed.items():
            if keys and model not in DERIVED:
                self.deleted.setdefault(model._meta.label, []).extend(read_rows(model, keys).values())
        self.capture_updates(collector, doomed)

    def capture_updates(self, collector: Any, doomed: Mapping[type[Model], set[Any]]) -> None:
        """Note foreign keys that are set to null because their row goes."""
        for (column, value), groups in collector.field_updates.items():
            model = column.model
            keys = {row.pk for group in groups for row in group} - doomed.get(model, set())
            new = value if not isinstance(value, Model) else value.pk
            self.changed.setdefault(model._meta.label, []).extend(
                [key, {column.attname: [row[column.attname], new]}]
                for key, row in read_rows(model, keys, column.attname).items()
            )

    def create(self, row: Any, *columns: str) -> None:
        """Save a new row, and note by which columns it is known."""
        row.save()
        values = {name: getattr(row, name) for name in columns}
        self.created.setdefault(row._meta.label, []).append([row.pk, values])

    def dump(self) -> dict[str, Any]:
        return dict(vars(self))

    def list_changes(self) -> dict[type[Model], dict[Any, dict[str, tuple[Any, Any]]]]:
        """Changed rows by model and key, as they are handed to follow-ups."""
        found: dict[type[Model], dict[Any, dict[str, tuple[Any, Any]]]] = {}
        for label, rows in self.changed.items():
            if (model := find_model(label)) is not None:
                for key, row in rows:
                    columns = found.setdefault(model, {}).setdefault(key, {})
                    columns.update({name: (old, new) for name, (old, new) in row.items()})
        return found


def find_model(label: str) -> type[Model] | None:
    """A model by label; None when its app is not installed any more."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def delete_created(journal: Journal) -> list[str]:
    """Delete the rows that a merge created, where they are as it left them; labels of those that are not."""
    changed = []
    for label, rows in journal.created.items():
        model = find_model(label)
        if model is None:
            continue
        stored = read_rows(model, [key for key, _ in rows])
        same = [key for key, values in rows if is_same(stored.get(str(key)), values)]
        delete_rows(model, same)
        changed += [label] * sum(str(key) in stored and key not in same for key, _ in rows)
    return changed


def is_same(row: Mapping[str, Any] | None, values: Mapping[str, Any]) -> bool:
    return row is not None and all(row.get(name) == value for name, value in values.items())
