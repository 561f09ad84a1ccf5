"""modelcluster 6.5: a page that is saved writes every child row again, also those that stay the same.

Its form makes new rows of tags, so publishing deletes and inserts them. Such writes change nothing, but cost
statements, and everything that is kept under the table of these rows is dropped. Children are compared with their
stored rows first, and only the differences are written. Rows that are clusters themselves are left to modelcluster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from modelcluster import fields
from modelcluster.models import ClusterableModel

__all__ = ["install"]

build_original_manager = fields.create_deferring_foreign_related_manager


def build_manager(related: Any, original: type) -> type:
    """modelcluster's manager of the children of a relation, with a `commit` that writes the differences alone."""
    manager: Any = build_original_manager(related, original)
    if issubclass(related.related_model, ClusterableModel):
        return manager  # type: ignore[no-any-return]

    class ComparingManager(manager):  # type: ignore[misc]
        def commit(self) -> None:
            name, owner = related.get_accessor_name(), self.instance
            given = getattr(owner, "_cluster_related_objects", {}).get(name)
            if given is None or owner.pk is None:
                super().commit()
                return
            commit_children(given, list(self.get_live_queryset()), owner, related.field.name)
            del owner._cluster_related_objects[name]

    ComparingManager.__name__ = manager.__name__
    ComparingManager.__qualname__ = manager.__qualname__
    return ComparingManager


def commit_children(given: list[Model], stored: list[Model], owner: Model, parent: str) -> None:
    """Delete the stored rows that are not given, and save the given ones that are new or differ."""
    for child in given:
        setattr(child, parent, owner)
    adopt_keys(given, stored)
    rows = {row.pk: row for row in stored}
    kept = {child.pk for child in given}
    for row in stored:
        if row.pk not in kept:
            row.delete()
    for child in given:
        if child.pk not in rows or list_values(child) != list_values(rows[child.pk]):
            child.save()


def adopt_keys(given: Iterable[Model], stored: Iterable[Model]) -> None:
    """Give children without a key that of a stored row with their values. Rows may be read in the order of their keys,
    so after the first child that has no such row the others stay new, too."""
    given = list(given)
    keys = {child.pk for child in given}
    rows = iter(sorted((row for row in stored if row.pk not in keys), key=lambda row: row.pk))
    for child in (each for each in given if each.pk is None):
        row = find_equal(child, rows)
        if row is None:
            return
        child.pk = row.pk
        child._state.adding, child._state.db = False, row._state.db


def find_equal(child: Model, rows: Iterator[Model]) -> Model | None:
    """The next of the rows that has the values of the child, if any."""
    values = list_values(child)
    return next((row for row in rows if list_values(row) == values), None)


def list_values(row: Model) -> list[Any]:
    """The values of all columns but the key."""
    return [field.value_from_object(row) for field in row._meta.concrete_fields if not field.primary_key]


def install() -> None:
    """Replace what builds the managers of children; called once, at the start."""
    fields.create_deferring_foreign_related_manager = build_manager
