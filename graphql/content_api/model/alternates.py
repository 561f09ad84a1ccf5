"""The languages of a page, as `hreflang` names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from content_api.access.gate import Gate
from content_api.model.batching import load
from content_api.model.field_sources import ALTERNATE_COLUMNS
from content_api.model.relations import group_pairs

__all__ = ["PageAlternate", "resolve_alternates"]

X_DEFAULT = "x-default"


@dataclass(frozen=True)
class PageAlternate:
    """The page in one language. hreflang: its language code, or `x-default` for the page in the site's default
    language, which is for readers of all others."""

    hreflang: str
    path: str
    url: str


def resolve_alternates(page: Any, gate: Gate) -> list[PageAlternate]:
    """The page and its translations, the default language first, and `x-default` at the end; one statement for all
    pages that came together."""
    return load(page, "alternates", lambda pages: load_alternates(pages, gate), [])


def load_alternates(pages: list[Any], gate: Gate) -> Mapping[Any, list[PageAlternate]]:
    keys = {page.translation_key for page in pages}
    rows = Page.objects.filter(gate.visible(Page), translation_key__in=keys).only(*ALTERNATE_COLUMNS)
    by_key = group_pairs((row.translation_key, row) for row in rows.order_by("path"))
    return {page.pk: describe_versions(by_key[page.translation_key], gate) for page in pages}


def describe_versions(rows: list[Any], gate: Gate) -> list[PageAlternate]:
    languages = [root.locale for root in gate.site.roots]
    coded = {gate.structure.locales[row.locale_id]: row for row in rows}
    found = [describe(code, coded[code], gate) for code in languages if code in coded]
    default = coded.get(gate.site.default_locale)
    return [*found, describe(X_DEFAULT, default, gate)] if default is not None else found


def describe(hreflang: str, row: Any, gate: Gate) -> PageAlternate:
    return PageAlternate(hreflang, gate.site.get_path(row) or "/", gate.site.get_url(row) or "")
