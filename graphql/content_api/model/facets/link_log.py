"""The log of written links: attached to the tables that facets count, and read by who keeps such counts.

A statement that writes links leaves a mark in the log, with the links that it added and removed. Counts that are kept
with the marks that they have seen are brought up to date from the others (migration 0008).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

from cms.declarations import registry
from content_api.access.table_versions import Versions
from content_api.model.facets.counting import Links, find_links

__all__ = ["LOG", "LinkChange", "LoggedChanges", "are_logged", "attach_link_logs", "read_changes"]

LOG = "content_api_link_change"
TRIGGERS = {
    "insert": "REFERENCING NEW TABLE AS came",
    "update": "REFERENCING OLD TABLE AS went NEW TABLE AS came",
    "delete": "REFERENCING OLD TABLE AS went",
    "truncate": "",
}
PREFIX = "content_api_links_"
ATTACHED = """SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname = ANY(%s) AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)"""
CHANGES = """SELECT table_name, sum(weight)::text AS version, NULL AS mark, NULL AS near, NULL AS far, NULL AS number
    FROM content_api_table_change WHERE table_name = ANY(%(versions)s) GROUP BY table_name
    UNION ALL SELECT table_name, NULL, mark::text, near::text, far::text, number::text
    FROM content_api_link_change WHERE table_name = ANY(%(tables)s)"""
START = """INSERT INTO content_api_table_change (table_name, xid, weight)
    SELECT %s, pg_current_xact_id(), hashtextextended(gen_random_uuid()::text, 0)
    WHERE NOT EXISTS (SELECT FROM content_api_table_change WHERE table_name = %s)"""
_logged: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LinkChange:
    """A link that was added (number "1") or removed ("-1"), as texts; without keys where a statement wrote none."""

    table: str
    mark: str
    near: str | None
    far: str
    number: str


@dataclass(frozen=True)
class LoggedChanges:
    """What the log holds of some tables, and the versions of tables at the same moment."""

    versions: Versions
    changes: Sequence[LinkChange]


def attach_link_logs(using: str = DEFAULT_DB_ALIAS, **options: Any) -> None:
    """Receiver of post_migrate: log the links of all tables that facets count."""
    known = set(connections[using].introspection.table_names())
    if LOG not in known:
        return
    with connections[using].cursor() as cursor:
        attached = read_attached(cursor)
        for links in list_counted_links():
            if (table := links.table.strip('"')) in known:
                for event in TRIGGERS.keys() - attached.get(table, set()):
                    cursor.execute(build_trigger(links, event))
        cursor.execute(START, [LOG, LOG])


def list_counted_links() -> Iterator[Links]:
    """The links behind the facets of all lists, each once."""
    found = {
        links.table: links
        for collection in registry.collections.values()
        for facet in collection.facets.values()
        if not facet.rows and (path := facet.find_path()) and (links := find_links(collection.model, path))
    }
    yield from found.values()


def build_trigger(links: Links, event: str) -> str:
    near, far = links.near.strip('"'), links.far.strip('"')
    call = "truncated()" if event == "truncate" else f"changed('{near}', '{far}')"
    return (
        f"CREATE OR REPLACE TRIGGER {PREFIX}{event} AFTER {event.upper()} ON {links.table} {TRIGGERS[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}{call}"
    )


def read_attached(cursor: Any) -> dict[str, set[str]]:
    """The events that are logged of each table, without those whose trigger is switched off."""
    cursor.execute(ATTACHED, [[f"{PREFIX}{event}" for event in TRIGGERS]])
    found: dict[str, set[str]] = {}
    for table, trigger in cursor.fetchall():
        found.setdefault(table, set()).add(trigger.removeprefix(PREFIX))
    return found


def are_logged(tables: Iterable[str]) -> bool:
    """Whether all writes to these tables are logged. The answer is kept once it is yes."""
    global _logged
    wanted = frozenset(tables)
    if not wanted <= _logged:
        with connection.cursor() as cursor:
            attached = read_attached(cursor)
        _logged = frozenset(table for table, events in attached.items() if events == TRIGGERS.keys())
    return wanted <= _logged


def read_changes(tables: Iterable[str], versions: Iterable[str]) -> LoggedChanges:
    """What the log holds of tables of links, with the versions of others at that moment; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, {"tables": sorted(tables), "versions": sorted(versions)})
        rows = cursor.fetchall()
    found = {table: Decimal(version) for table, version, *_ in rows if version is not None}
    changes = [LinkChange(table, *rest) for table, version, *rest in rows if version is None]
    return LoggedChanges(found, changes)
