"""Resolvers of the page interface: addresses, and the way through the tree, all behind the gate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page

from content_api.access.context import get_info_context, get_info_gate, get_info_reader
from content_api.access.gate import Gate
from content_api.access.reader import Reader
from content_api.model.alternates import resolve_alternates
from content_api.model.batching import load
from content_api.model.ordering import Ordering
from content_api.model.pagination import (
    Connection,
    Convert,
    Counts,
    PageArguments,
    counts_under,
    divide,
    in_order_under,
)
from content_api.model.relations import group_pairs, load_specific_pages
from content_types.base.models import Seo


def list_ancestor_paths(path: str) -> list[str]:
    """Tree paths from the top of the tree down to the parent of a page."""
    return [path[:length] for length in range(Page.steplen, len(path), Page.steplen)]


def select_by_path(paths: Collection[str], gate: Gate) -> QuerySet[Any]:
    """The visible pages with these tree paths, from the top of the tree down."""
    return Page.objects.filter(gate.visible(Page), path__in=paths).order_by("path")


def load_ancestors(pages: list[Any], reader: Reader) -> Mapping[Any, list[Any]]:
    found = select_by_path({path for page in pages for path in list_ancestor_paths(page.path)}, reader.gate)
    by_path = {row.path: row for row in load_specific_pages(found.only("content_type"), reader)}
    return {
        page.pk: [by_path[path] for path in list_ancestor_paths(page.path) if path in by_path]
        for page in pages
    }


def load_translations(pages: list[Any], reader: Reader) -> Mapping[Any, list[Any]]:
    keys = {page.translation_key for page in pages}
    found = Page.objects.filter(reader.gate.visible(Page), translation_key__in=keys)
    rows = load_specific_pages(found.only("content_type").order_by("path"), reader)
    by_key = group_pairs((row.translation_key, row) for row in rows)
    return {page.pk: [row for row in by_key[page.translation_key] if row.pk != page.pk] for page in pages}


def parent(page: Any, info: Any) -> Any:
    """The nearest page above, and only if it is visible: a hidden parent is not skipped."""
    found = ancestors(page, info)
    return found[-1] if found and found[-1].path == page.path[: -page.steplen] else None


def ancestors(page: Any, info: Any) -> list[Any]:
    reader = get_info_reader(info)
    return load(page, "ancestors", lambda pages: load_ancestors(pages, reader), [])


def translations(page: Any, info: Any) -> list[Any]:
    reader = get_info_reader(info)
    return load(page, "translations", lambda pages: load_translations(pages, reader), [])


def locale(page: Any, info: Any) -> str:
    return get_info_context(info).locale_code(page.locale_id)


TREE_ORDER = Ordering(("path", "pk"))
CHILDREN = "children:path,pk"
"""The scope of cursors."""


def begin_with(paths: Iterable[str]) -> Q:
    """Pages whose tree path begins with one of these."""
    return reduce(or_, [Q(path__startswith=path) for path in paths], Q(pk__in=()))


def children(page: Any, info: Any, **arguments: Any) -> Connection:
    """The visible pages directly below, in the order of the tree."""
    reader, asked = get_info_reader(info), PageArguments.of(arguments)

    def loader(pages: list[Any]) -> Mapping[Any, Connection]:
        keys = {each.path: each.pk for each in pages}
        found = load_children(keys, asked, reader, lambda rows: load_specific_pages(rows, reader))
        return {pk: found[path] for path, pk in keys.items()}

    return load(page, ("children", asked), loader)


def load_children(
    paths: Collection[str], asked: PageArguments, reader: Reader, convert: Convert
) -> Mapping[str, Connection]:
    """The page of children under each tree path. convert: makes of rows that have a path and a kind alone what is
    shown, and leaves out what the rule of a kind hides."""
    above = Left("path", Length("path") - Page.steplen)
    rows = Page.objects.filter(reader.gate.visible(Page) & begin_with(paths)).annotate(_parent=above)
    cut = in_order_under(
        rows.only("path", "content_type"), "_parent", TREE_ORDER, CHILDREN, asked,
        keys=list(paths), start=asked.start, end=asked.end,
    )  # fmt: skip
    counts = Counts(lambda: counts_under(rows, "_parent", list(paths)))
    return divide(cut, "_parent", paths, TREE_ORDER, CHILDREN, asked, counts, convert)


def build_attribute_resolver(name: str) -> Callable[..., Any]:
    """The resolver of a column, marked so that content_api.execution.field_plans reads the column without it."""

    def resolve(page: Any, info: Any) -> Any:
        return getattr(page, name)

    resolve.attribute = name  # type: ignore[attr-defined]
    return resolve


def build_default_seo(page: Any, info: Any) -> Seo:
    """Of a kind of page that declares none: it has what every page of Wagtail has."""
    return Seo(page.seo_title or page.title, page.search_description, None, False)


RESOLVERS: dict[str, Callable[..., Any]] = {
    "path": lambda page, info: get_info_gate(info).site.get_path(page),
    "url": lambda page, info: get_info_gate(info).site.get_url(page),
    "locale": locale,
    "page_type": lambda page, info: type(page).__name__,
    "published_at": build_attribute_resolver("first_published_at"),
    "updated_at": build_attribute_resolver("last_published_at"),
    "parent": parent,
    "ancestors": ancestors,
    "translations": translations,
    "alternates": lambda page, info: resolve_alternates(page, get_info_gate(info)),
    "seo": build_default_seo,
    "social_image": lambda page, info: None,
    "children": children,
}
