"""The records that an address of the merge page names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.merging.kinds import find_kind, kinds
from cms.merging.permissions import may_merge_some
from cms.visibility.current import admin_gate

__all__ = [
    "MOST",
    "build_merge_url",
    "find_mergeable_model",
    "find_page_kind",
    "list_merge_links",
    "load_records",
]

MOST = 50
"""The most records of one merge."""


def build_merge_url(model: type[Model], *, keep: Any = None, merge: Iterable[Any] = ()) -> str:
    """The page that merges records into one; without `keep` it asks which."""
    address = reverse("merging:merge", args=[model._meta.app_label, model._meta.model_name])
    chosen = [("keep", keep)] if keep is not None else []
    return f"{address}?{urlencode([*chosen, *(('merge', key) for key in merge)])}"


def list_merge_links(user: Any, rows: Sequence[Model]) -> list[tuple[str, str]]:
    """Label and address of the page that merges these records; none for a user who may not merge any."""
    model = type(rows[0])
    if len(rows) < 2 or not may_merge_some(user, model):
        return []
    return [(_("Merge these"), build_merge_url(model, merge=[row.pk for row in rows]))]


def find_mergeable_model(user: Any, app_label: str, model_name: str) -> type[Model]:
    """The model of an address. Http404 where its records cannot be merged, PermissionDenied where not by this user."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if find_kind(model) is None:
        raise Http404
    if not may_merge_some(user, model):
        raise PermissionDenied(_("You may not change and delete records of this kind."))
    return model


def load_records(request: HttpRequest, model: type[Model], keys: Sequence[str]) -> list[Any]:
    """The records with these keys in their order, once each; Http404 for one that is hidden or does not exist."""
    wanted = list(dict.fromkeys(parse_keys(keys)))
    if len(wanted) > MOST:
        raise Http404
    rows = admin_gate(request).narrow(model._default_manager.filter(pk__in=wanted))
    found = {row.pk: row for row in rows}
    if len(found) < len(wanted):
        raise Http404
    return [found[key] for key in wanted]


def parse_keys(texts: Sequence[str]) -> list[int]:
    """Keys, one in each text or several separated by commas."""
    parts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    if any(not (part.isascii() and part.isdigit() and len(part) < 19) for part in parts):
        raise Http404
    return [int(part) for part in parts]


def find_page_kind(pages: Iterable[Page]) -> type[Model] | None:
    """The one kind of some pages, if such pages can be merged."""
    found = {page.specific_class for page in pages}
    return next(iter(found)) if len(found) == 1 and found <= set(kinds) else None
