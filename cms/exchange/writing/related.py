"""The relations of many model instances, loaded together and held in memory as modelcluster does for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ForeignKey, QuerySet
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from cms.exchange.writing.bulk import insert, reserve_keys


def foreign_keys(model: type[Any]) -> list[str]:
    """Names of the foreign keys that a model itself adds, without links to parent tables and parents of child rows."""
    return [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and not isinstance(field, ParentalKey) and not field.primary_key
    ]


def hold_relations(obj: Any) -> None:
    """Give a new instance empty relations, so that reading them never asks the database."""
    names = [relation.get_accessor_name() for relation in get_all_child_relations(type(obj))]
    names += [field.name for field in get_all_child_m2m_relations(type(obj))]
    obj._cluster_related_objects = {name: [] for name in names}


def load_relations(model: type[Any], rows: Sequence[Any]) -> None:
    """Load all child rows and many-to-many targets of `rows`, one or two statements for each relation."""
    if not rows:
        return
    for row in rows:
        hold_relations(row)
    by_key = {row.pk: row for row in rows}
    for relation in get_all_child_relations(model):
        _load_children(relation, by_key)
    for field in get_all_child_m2m_relations(model):
        _load_targets(field, by_key)


def _load_children(relation: Any, by_key: dict[int, Any]) -> None:
    child, field, name = relation.related_model, relation.field, relation.get_accessor_name()
    ordering = [*(child._meta.ordering or ()), "pk"]
    found = child._default_manager.filter(**{f"{field.name}__in": list(by_key)}).select_related(
        *foreign_keys(child)
    )
    for row in found.order_by(*ordering):
        parent = by_key[getattr(row, field.attname)]
        setattr(row, field.name, parent)
        parent._cluster_related_objects[name].append(row)


def _load_targets(field: Any, by_key: dict[int, Any]) -> None:
    through, source, target = (
        field.remote_field.through,
        field.m2m_field_name(),
        field.m2m_reverse_field_name(),
    )
    links = through._default_manager.filter(**{f"{source}__in": list(by_key)}).order_by("pk")
    pairs = list(links.values_list(f"{source}_id", f"{target}_id"))
    targets = field.related_model._default_manager.in_bulk({key for _, key in pairs})
    for owner, key in pairs:
        by_key[owner]._cluster_related_objects[field.name].append(targets[key])


def write_relations(model: type[Any], rows: Sequence[Any], *, replace: Sequence[Any] = ()) -> None:
    """Write the relations that `rows` hold in memory, after deleting those of the rows in `replace`."""
    for relation in get_all_child_relations(model):
        if not relation.related_model._meta.label_lower.startswith("wagtailcore."):
            _write_children(relation, rows, replace)
    for field in get_all_child_m2m_relations(model):
        _write_targets(field, rows, replace)


def _write_children(relation: Any, rows: Sequence[Any], replace: Sequence[Any]) -> None:
    model, field, name = relation.related_model, relation.field, relation.get_accessor_name()
    if replace:
        delete_silently(model._base_manager.filter(**{f"{field.name}__in": [row.pk for row in replace]}))
    children = [child for row in rows for child in row._cluster_related_objects[name]]
    for child, key in zip(children, reserve_keys(model, len(children)), strict=True):
        child.pk = key
        child._state.adding = False
    insert(model, children)


def _write_targets(field: Any, rows: Sequence[Any], replace: Sequence[Any]) -> None:
    through, source, target = (
        field.remote_field.through,
        field.m2m_field_name(),
        field.m2m_reverse_field_name(),
    )
    if replace:
        delete_silently(through._base_manager.filter(**{f"{source}__in": [row.pk for row in replace]}))
    links: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        links[row.pk] += row._cluster_related_objects[field.name]
    through._base_manager.bulk_create(
        through(**{f"{source}_id": owner, f"{target}_id": item.pk})
        for owner, items in links.items()
        for item in items
    )


def delete_silently(rows: QuerySet[Any]) -> None:
    """Delete rows nothing points to with one statement; their signals would ask the database for each of them."""
    rows._raw_delete(using=DEFAULT_DB_ALIAS)
