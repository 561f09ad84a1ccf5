"""The drafts of the record that is kept gain what it gains: an editor who publishes one would lose it otherwise."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from modelcluster.models import (
    get_all_child_m2m_relations,
    get_all_child_relations,
    get_serializable_data_for_fields,
)
from wagtail.models import Revision, RevisionMixin

from cms.base.translated_texts import fill_translations
from cms.merging.rows.plans import Plan

__all__ = ["plan_own_drafts"]


def plan_own_drafts(plan: Plan, kept: Any) -> None:
    """Plan the changes of the latest version of a record and of those that are scheduled."""
    if not isinstance(kept, RevisionMixin):
        return
    gained = find_gained_rows(plan, kept)
    _, texts = plan.changes.get(type(kept), {}).get(kept.pk, {}).get("translations", ({}, {}))
    if not gained and not texts:
        return
    current = Q(pk=kept.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    for key, content in kept.revisions.filter(current).values_list("pk", "content"):
        known = plan.changes.get(Revision, {}).get(key, {}).get("content")
        old, new = known or (content, content)
        new = dict(new)
        for name, values in gained.items():
            new[name] = add_values(new.get(name, []), values)
        if texts:
            new["translations"] = fill_translations(new.get("translations", {}), texts)
        if new != old:
            plan.change(Revision, key, "content", old, new)


def add_values(values: list[Any], new: list[Any]) -> list[Any]:
    """The values with those new ones that are not among them; rows are compared by key."""
    keys = [each["pk"] if isinstance(each, dict) else each for each in values]
    return values + [each for each in new if (each["pk"] if isinstance(each, dict) else each) not in keys]


def find_gained_rows(plan: Plan, kept: Any) -> dict[str, list[Any]]:
    """What a record gains, as its versions hold it: child rows whole, many-to-many relations as keys."""
    gained: dict[str, list[Any]] = {}
    for relation in get_all_child_relations(kept):
        changes = plan.changes.get(relation.related_model, {})
        moved = {key: change for key, change in changes.items() if relation.field.attname in change}
        rows = relation.related_model._base_manager.filter(pk__in=moved).order_by("pk")
        found = [serialize_row(row, moved[row.pk], relation.field.name, kept) for row in rows]
        if found:
            gained[relation.get_accessor_name()] = sorted(found, key=lambda row: row.get("sort_order") or 0)
    for field in get_all_child_m2m_relations(kept):
        through, owner = field.remote_field.through, field.m2m_field_name()
        changes = plan.changes.get(through, {})
        moved_keys = [key for key, change in changes.items() if f"{owner}_id" in change]
        other = f"{field.m2m_reverse_field_name()}_id"
        keys = through._base_manager.filter(pk__in=moved_keys).order_by("pk").values_list(other, flat=True)
        if found_keys := list(keys):
            gained[field.name] = found_keys
    return gained


def serialize_row(row: Any, change: Any, owner: str, kept: Any) -> dict[str, Any]:
    data = row.serializable_data() if hasattr(row, "serializable_data") else None
    data = data or get_serializable_data_for_fields(row)
    return (
        data | {owner: kept.pk} | ({"sort_order": change["sort_order"][1]} if "sort_order" in change else {})
    )
