"""The structure that every request needs: sites, home pages, languages and private subtrees, kept between requests.

One small statement of each request reads the version of the structure. Triggers change the version inside of every
transaction that changes the structure, whoever writes (migration 0003), so what was kept is never used after a
commit that made it wrong. docs/adr/0008 weighs the alternatives.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import CollectionViewRestriction, Locale, PageViewRestriction

from content_api.access.sites import SiteMap, site_map

__all__ = ["Restriction", "Structure", "current_structure"]

MAX_HOSTS = 100
"""The most hosts whose sites are kept: the host is the caller's to choose."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """A private subtree. tree_path is its treebeard path, kind Wagtail's type of restriction."""

    tree_path: str
    kind: str
    group_ids: frozenset[int]


class Structure:
    """The structure at one version; each part is read when it is first needed."""

    def __init__(self, version: UUID | None) -> None:
        self.version = version
        self._site_maps: dict[tuple[str, str], SiteMap] = {}

    def site_map(self, request: HttpRequest) -> SiteMap:
        """The map of the site that answers to the request's host."""
        key = (request._get_raw_host(), request.get_port())  # type: ignore[attr-defined]
        if key not in self._site_maps:
            if len(self._site_maps) >= MAX_HOSTS:
                self._site_maps.clear()
            self._site_maps[key] = site_map(request)
        return self._site_maps.get(key) or site_map(request)

    @cached_property
    def locales(self) -> dict[int, str]:
        """Language codes by the key of their locale."""
        return dict(Locale.objects.values_list("pk", "language_code"))

    @cached_property
    def private_pages(self) -> tuple[Restriction, ...]:
        return read_restrictions(PageViewRestriction, "page__path")

    @cached_property
    def private_collections(self) -> tuple[Restriction, ...]:
        return read_restrictions(CollectionViewRestriction, "collection__path")


def read_restrictions(model: type[Model], path: str) -> tuple[Restriction, ...]:
    rows: Any = model._default_manager.values_list(path, "restriction_type")
    return tuple(
        Restriction(subtree, kind, frozenset(group for group in groups if group is not None))
        for subtree, kind, groups in rows.annotate(members=ArrayAgg("groups"))
    )


_kept: Structure | None = None


def current_structure() -> Structure:
    """The structure as the database has it now, in one statement when nothing has changed."""
    global _kept
    version = read_version()
    kept = _kept
    if kept is None or version is None or kept.version != version:
        kept = _kept = Structure(version)
    return kept


def read_version() -> UUID | None:
    """The version, which no two states share; None when it is missing, and then nothing is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM content_api_structure")
        row = cursor.fetchone()
        return row[0] if row else None
