"""The rows of content that events are about: found by their kind and global id, if the person may see them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.analytics.trending.inputs import find_key
from cms.base.paths import build_path
from cms.declarations import SearchKind, registry
from cms.plugins.api.analytics import EventSubject
from cms.visibility.current import visible_rows

__all__ = [
    "find_edit_address",
    "find_kind",
    "find_report_address",
    "load_titles",
    "make_subject",
]


def find_kind(model: type[Model]) -> SearchKind | None:
    """The kind under which events name rows of a model."""
    return next((kind for kind in registry.search_kinds.values() if kind.model is model), None)


def make_subject(kind: SearchKind, key: int) -> EventSubject:
    """What events about a row name."""
    return EventSubject(kind=kind.name, id=b64encode(f"{kind.model.__name__}:{key}".encode()).decode())


def load_titles(
    request: Any, kind: SearchKind, subjects: Iterable[EventSubject]
) -> Mapping[EventSubject, Any]:
    """Those rows that the person may see, by subject; one statement. What names no row of the kind is left out:
    anybody can send events about anything."""
    keys = {found[1]: each for each in subjects if (found := find_key(each))}
    rows = kind.model._default_manager.filter(visible_rows(request, kind.model), pk__in=keys).distinct()
    return {keys[row.pk]: row for row in rows}


def find_edit_address(user: Any, row: Model) -> str:
    return AdminURLFinder(user).get_edit_url(row) or ""


def find_report_address(kind: SearchKind, key: Any) -> str:
    return build_path("audience:row", kind.name.lower(), key)
