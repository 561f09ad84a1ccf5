"""Rows of counting statements, kept between requests for as long as nothing that they were counted from changes.

Kept are statements of anonymous callers that depend on nothing but the moment (see store.py): the numbers of lists and
their facets. Each use compares the versions of the tables, which are read once a request, and the moment with that of
the next change that needs no write, such as an expiry. docs/adr/0020 says why no answer is older than the last commit.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from cms.declarations.moments import find_notes, get_plain
from content_api.access.gate import Gate
from content_api.access.table_versions import Versions, are_watched
from content_api.model.sql_templates.reads import Reads, find_next_change, find_reads
from content_api.model.sql_templates.template import QueryTemplate

__all__ = ["clear_kept_rows", "read_kept"]

MAX_STATEMENTS = 500
MAX_ROWS = 3000
"""The most rows that are kept of one statement."""


NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class KeptRows:
    """The rows under the versions that were read before them; they hold from `since` on, until before `until`.

    reads: None for a statement whose rows are never kept.
    """

    reads: Reads | None
    versions: Versions | None = None
    since: datetime = NEVER
    until: datetime = NEVER
    rows: list[Any] = field(default_factory=list)

    def holds(self, versions: Versions, now: datetime) -> bool:
        return self.versions == versions and self.since <= now < self.until


_kept: OrderedDict[QueryTemplate, KeptRows] = OrderedDict()
"""The one used last stands at the end."""
_lock = Lock()


def read_kept(template: QueryTemplate, gate: Gate) -> list[Any]:
    """The rows of a statement that has no slot but the moment; kept ones where they hold."""
    now, notes = get_plain(gate.viewer.now), find_notes(gate.viewer.now)
    known = None if connection.in_atomic_block else find_kept(template)
    if known is None or known.reads is None:
        return template.execute({"now": gate.viewer.now})
    if notes is not None:
        notes.note_reads(known.reads)
    versions = gate.structure.table_versions.read(known.reads.tables)
    if versions is not None and known.holds(versions, now):
        return known.rows
    until = find_next_change(known.reads, now, versions)
    all_versions = None if versions is None else gate.structure.table_versions.read_all()
    rows = template.execute({"now": now, "versions": all_versions})
    if versions is not None and len(rows) <= MAX_ROWS:
        keep(template, KeptRows(known.reads, versions, now, until, rows))
    return rows


def find_kept(template: QueryTemplate) -> KeptRows:
    with _lock:
        found = _kept.get(template)
        if found is not None:
            _kept.move_to_end(template)
            return found
    reads = find_reads(template) if template.alias == DEFAULT_DB_ALIAS else None
    return keep(template, KeptRows(reads if reads and are_watched(reads.tables) else None))


def keep(template: QueryTemplate, kept: KeptRows) -> KeptRows:
    with _lock:
        _kept[template] = kept
        _kept.move_to_end(template)
        while len(_kept) > MAX_STATEMENTS:
            _kept.popitem(last=False)
    return kept


def clear_kept_rows() -> None:
    """Forget all rows."""
    with _lock:
        _kept.clear()
