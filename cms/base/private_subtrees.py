"""Which parts of the trees of pages and collections are private, and for whom.

An alias is as private as the page that it stands for, whether or not it has a restriction of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import QuerySet
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

__all__ = ["PrivateSubtree", "list_private_collections", "list_private_pages"]


@dataclass(frozen=True, slots=True)
class PrivateSubtree:
    """A page or collection that is private with all below it. tree_path: its treebeard path. kind: Wagtail's type of
    restriction. group_ids: for the members of which it is, where its kind is "groups"."""

    tree_path: str
    kind: str
    group_ids: frozenset[int]


def list_private_collections() -> list[PrivateSubtree]:
    return [each for _key, each in list_restricted(CollectionViewRestriction.objects.all(), "collection")]


def list_private_pages() -> list[PrivateSubtree]:
    """Those with a restriction of their own, and the aliases of these. One statement where there are none."""
    found = list_restricted(PageViewRestriction.objects.all(), "page")
    return list(dict.fromkeys([*(each for _key, each in found), *list_aliases(found)]))


def list_restricted(rows: QuerySet[Any], name: str) -> list[tuple[int, PrivateSubtree]]:
    """What restrictions say, each with the key of its row in the tree. name: of the relation to that row."""
    found = rows.values_list(name, f"{name}__path", "restriction_type").annotate(members=ArrayAgg("groups"))
    return [
        (key, PrivateSubtree(path, kind, frozenset(group for group in groups if group is not None)))
        for key, path, kind, groups in found
    ]


def list_aliases(restricted: Iterable[tuple[int, PrivateSubtree]]) -> Iterator[PrivateSubtree]:
    """The restrictions of pages at the aliases of these, and at aliases of aliases; one statement for each step."""
    by_page: dict[int, list[PrivateSubtree]] = {}
    for page, each in restricted:
        by_page.setdefault(page, []).append(each)
    while by_page:
        sources, by_page = by_page, {}
        rows = Page.objects.filter(alias_of__in=list(sources)).values_list("pk", "path", "alias_of")
        for page, path, source in rows:
            by_page[page] = [replace(each, tree_path=path) for each in sources[source]]
            yield from by_page[page]
