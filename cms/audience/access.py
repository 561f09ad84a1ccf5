"""Whose numbers a person may see without the permission to see all: those of rows that are the person's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.declarations import registry

__all__ = ["find_own", "is_editable", "is_own"]


def is_editable(user: Any, row: Model) -> bool:
    """Whether a person may edit this row, as members of a vendor may edit its solutions."""
    policy: Any = policy_registry.get_by_type(type(row))
    return bool(policy.user_has_permission_for_instance(user, "change", row))


def is_own(user: Any, row: Model) -> bool:
    """Whether a row belongs to a person, as vendors belong to their members, or the person may edit it."""
    return row.pk in find_own(user, type(row), [row.pk])


def find_own(user: Any, model: type[Model], keys: Sequence[int]) -> set[int]:
    """Those of the rows that belong to a person, or that the person may edit; the same number of statements for all."""
    rows: Any = model._default_manager.filter(pk__in=keys)
    rule = registry.own.get(model)
    own = set(rows.filter(rule(user)).values_list("pk", flat=True)) if rule else set()
    return own | {row.pk for row in trim_rows(rows) if is_editable(user, row)}


def trim_rows(rows: Any) -> Any:
    """Pages without their texts: permissions ask for their place and owner alone."""
    return rows.only("path", "depth", "owner") if issubclass(rows.model, Page) else rows
