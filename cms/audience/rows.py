"""The rows of content that events are about: found by their kind and global id, if the person may see them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.permissions import policy_registry

from cms.declarations import SearchKind, registry
from cms.plugins.api.analytics import EventSubject
from cms.visibility.current import visible_rows

__all__ = [
    "find_edit_address",
    "find_kind",
    "find_report_address",
    "is_editable",
    "load_titles",
    "make_subject",
]


def find_kind(model: type[Model]) -> SearchKind | None:
    """The kind under which events name rows of a model."""
    return next((kind for kind in registry.search_kinds.values() if kind.model is model), None)


def make_subject(kind: SearchKind, row: Any) -> EventSubject:
    return EventSubject(kind=kind.name, id=b64encode(f"{kind.model.__name__}:{row.pk}".encode()).decode())


def read_key(subject: EventSubject) -> int:
    return int(b64decode(subject.id).decode().partition(":")[2])


def load_titles(
    request: Any, kind: SearchKind, subjects: Iterable[EventSubject]
) -> Mapping[EventSubject, Any]:
    """Those rows that the person may see, by subject; one statement."""
    keys = {read_key(each): each for each in subjects}
    rows = kind.model._default_manager.filter(visible_rows(request, kind.model), pk__in=keys).distinct()
    return {keys[row.pk]: row for row in rows}


def is_editable(user: Any, row: Model) -> bool:
    """Whether a person may edit this row, as members of a vendor may edit its solutions."""
    policy: Any = policy_registry.get_by_type(type(row))
    return bool(policy.user_has_permission_for_instance(user, "change", row))


def is_own(user: Any, row: Model) -> bool:
    """Whether a row belongs to a person, as vendors belong to their members, or the person may edit it."""
    rule = registry.own.get(type(row))
    found = rule and type(row)._default_manager.filter(rule(user), pk=row.pk).exists()
    return bool(found) or is_editable(user, row)


def find_edit_address(user: Any, row: Model) -> str:
    return AdminURLFinder(user).get_edit_url(row) or ""


def find_report_address(kind: SearchKind, key: Any) -> str:
    return reverse("audience:row", args=[kind.name.lower(), key])
