"""Which parts of the trees of pages and collections are private, and for whom.

An alias is as private as the page that it stands for: by a restriction of that page or of one above it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

__all__ = ["PrivateSubtree", "list_deciding_paths", "list_private_collections", "list_private_pages"]


@dataclass(frozen=True, slots=True)
class PrivateSubtree:
    """A page or collection that is private with all below it. tree_path: its treebeard path. kind: Wagtail's type of
    restriction. group_ids: for the members of which it is, where its kind is "groups"."""

    tree_path: str
    kind: str
    group_ids: frozenset[int]


def list_private_collections() -> list[PrivateSubtree]:
    return list_restricted(CollectionViewRestriction.objects.all(), "collection")


def list_private_pages() -> list[PrivateSubtree]:
    """Those with a restriction of their own, and the aliases of these and of pages below them. One statement where
    there are none."""
    found = dict.fromkeys(list_restricted(PageViewRestriction.objects.all(), "page"))
    return [*found, *list_aliases(found)]


def list_restricted(rows: QuerySet[Any], name: str) -> list[PrivateSubtree]:
    """What restrictions say. name: of the relation to their rows in the tree."""
    found = rows.values_list("pk", f"{name}__path", "restriction_type").annotate(members=ArrayAgg("groups"))
    return [
        PrivateSubtree(path, kind, frozenset(group for group in groups if group is not None))
        for _key, path, kind, groups in found
    ]


def list_aliases(private: Iterable[PrivateSubtree]) -> list[PrivateSubtree]:
    """What is private at the aliases of pages in private subtrees, and at aliases of what stands there; one statement
    for each step."""
    known = {*private}
    found: list[PrivateSubtree] = []
    waiting = [*known]
    while waiting:
        made, waiting = list_next_aliases(waiting), []
        for each in made:
            if not is_within(each, known):
                known.add(each)
                waiting.append(each)
        found += waiting
    return found


def list_next_aliases(private: Iterable[PrivateSubtree]) -> list[PrivateSubtree]:
    """The same subtrees at the aliases of the pages in them, those higher in the tree first."""
    by_path: dict[str, list[PrivateSubtree]] = {}
    for each in private:
        by_path.setdefault(each.tree_path, []).append(each)
    inside = reduce(or_, (Q(alias_of__path__startswith=path) for path in by_path))
    rows = Page.objects.filter(inside).order_by("path").values_list("path", "alias_of__path")
    return [
        replace(each, tree_path=path)
        for path, source in rows
        for above in list_paths_above(source)
        for each in by_path.get(above, ())
    ]


def is_within(subtree: PrivateSubtree, known: set[PrivateSubtree]) -> bool:
    """Whether a subtree lies in one that is private in the same way."""
    return any(replace(subtree, tree_path=path) in known for path in list_paths_above(subtree.tree_path))


def list_paths_above(path: str) -> list[str]:
    """The tree paths of the pages above a page, and its own."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def list_deciding_paths(path: str) -> set[str]:
    """The tree paths of all pages whose restrictions decide who may see a page; one statement, and one for each step
    from aliases to what they stand for."""
    known: set[str] = set()
    waiting = {*list_paths_above(path)}
    while waiting:
        known |= waiting
        sources = Page.objects.filter(path__in=waiting, alias_of__isnull=False)
        above = map(list_paths_above, sources.values_list("alias_of__path", flat=True))
        waiting = {each for paths in above for each in paths} - known
    return known
