"""The structure that every request needs: sites, home pages, languages and private subtrees, kept between requests.

What is kept has a version. Triggers change the version in the database inside every transaction that changes the
structure, by any writer (migration 0003). Queries run on what is kept; their first list reads the version in its own
statement, and when the version is another one, the query is run again (content_api.access.freshness). docs/adr/0008 and
docs/adr/0014 weigh the alternatives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection
from django.db.models import Func, QuerySet, UUIDField
from wagtail.models import Locale

from cms.base.private_subtrees import PrivateSubtree, list_private_collections, list_private_pages
from cms.relevance.rules import SearchRules, load_rules
from content_api.access.sites import SiteAddress, SiteMap, read_site_map
from content_api.access.table_versions import TableVersions

__all__ = ["OutdatedStructure", "Structure", "current_structure", "kept_structure"]

MAX_PARTS = 100
"""The most parts that are kept: each host has one, and the host is the caller's to choose."""
VERSION_SQL = "SELECT version FROM content_api_structure"
COLUMN = "structure_version"
"""Under what name rows carry the version."""
Part = TypeVar("Part")


@dataclass(slots=True)
class StructureCache:
    """The parts of the structure at one version, shared by all requests of the process."""

    version: UUID | None
    parts: dict[Any, Any] = field(default_factory=dict)

    def keep(self, name: Any, part: Any) -> bool:
        """Keep a part for other requests, unless it was read inside a transaction that changes the structure: that
        may be rolled back, and must stay invisible to others until it commits. Whether it is kept."""
        if connection.in_atomic_block and read_version() != self.version:
            return False
        if len(self.parts) >= MAX_PARTS:
            self.parts.clear()
        self.parts[name] = part
        return True


class OutdatedStructure(BaseException):
    """A query runs on a structure that is not current. It is no Exception, which graphql-core would turn into an error
    of one field: the whole run ends."""


class Structure:
    """The structure as one request uses it; each part is read when it is first needed.

    is_confirmed: the database said in the time of this request that what is kept is current. has_own_parts: something
    was read inside a transaction that changes the structure, so it is not what other requests see at this version.
    table_versions: those of tables, read when something asks.
    """

    def __init__(self, kept: StructureCache, is_confirmed: bool) -> None:
        self.is_confirmed = is_confirmed
        self.has_own_parts = False
        self.table_versions = TableVersions()
        self._kept = kept
        self._parts: dict[Any, Any] = {}

    @property
    def version(self) -> UUID | None:
        """The version of what is kept; None when it is not known."""
        return self._kept.version

    def site_map(self, address: SiteAddress) -> SiteMap:
        """The map of the site at an address."""
        return self._part(address, lambda: read_site_map(address))

    @property
    def locales(self) -> dict[int, str]:
        """Language codes by the key of their locale."""
        return self._part("locales", lambda: dict(Locale.objects.values_list("pk", "language_code")))

    @property
    def private_pages(self) -> tuple[PrivateSubtree, ...]:
        """Aliases of private pages are among them; a trigger tells of new ones, and when they or what they stand for
        move (migration 0010)."""
        return self._part("pages", lambda: tuple(list_private_pages()))

    @property
    def private_collections(self) -> tuple[PrivateSubtree, ...]:
        return self._part("collections", lambda: tuple(list_private_collections()))

    @property
    def search_rules(self) -> SearchRules:
        """Synonyms and pinned pages. Triggers on their tables change the version (migration 0006)."""
        return self._part("search rules", load_rules)

    def _part(self, name: Any, read: Callable[[], Part]) -> Part:
        """A part, which stays the same for the rest of the request."""
        if name not in self._parts:
            found = self._kept.parts.get(name)
            if found is None:
                found = read()
                self.has_own_parts |= not self._kept.keep(name, found)
            self._parts[name] = found
        return cast(Part, self._parts[name])

    def annotate_version(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The same rows, which carry the current version while nothing has confirmed it."""
        if self.is_confirmed:
            return rows
        return rows.annotate(**{COLUMN: Func(template=f"({VERSION_SQL})", output_field=UUIDField())})

    def check_version(self, rows: list[Any]) -> list[Any]:
        """The same rows. OutdatedStructure when they carry another version than that of what is kept."""
        if rows and hasattr(rows[0], COLUMN):
            self.confirm(getattr(rows[0], COLUMN))
        return rows

    def confirm(self, version: UUID | None) -> None:
        """Take the version that a row carries for the current one; OutdatedStructure when another is kept."""
        if not self.is_confirmed:
            self.is_confirmed = self._is_kept(version)
            if not self.is_confirmed:
                raise OutdatedStructure

    def is_current(self) -> bool:
        """Whether what was used is current; one statement when no row has carried the version."""
        if not self.is_confirmed:
            self.is_confirmed = self._is_kept(read_version())
        return self.is_confirmed

    def _is_kept(self, version: UUID | None) -> bool:
        return version is not None and version == self._kept.version


_kept: StructureCache | None = None


def current_structure() -> Structure:
    """The structure as the database has it now, in one statement when nothing has changed."""
    global _kept
    version = read_version()
    kept = _kept
    if kept is None or version is None or kept.version != version:
        kept = _kept = StructureCache(version)
    return Structure(kept, is_confirmed=True)


def kept_structure() -> Structure:
    """The structure that this process keeps, without a statement. Nothing that was made with it may be given out before
    `is_current` has said so."""
    kept = _kept
    return Structure(kept, is_confirmed=False) if kept and kept.version else current_structure()


def read_version() -> UUID | None:
    """The version, which no two states share; None when it is missing, and then nothing is kept."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION_SQL)
        row = cursor.fetchone()
        return row[0] if row else None
