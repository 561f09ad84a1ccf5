"""The versions of tables, for what is kept of their rows: one statement for any number of tables.

A version is never used twice, and a commit changes it together with the rows (migration 0005). Read it before the rows,
and keep these under it: rows may be newer than the version they are kept under, which only makes them be read again;
they are never older. docs/adr/0020 weighs the alternatives.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import connection

__all__ = ["TableVersions", "Versions", "are_watched", "read_watched_tables"]

READ = "SELECT table_name, sum(weight) FROM content_api_table_change GROUP BY table_name"
WATCHED = """SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname = 'content_api_table_changed' AND t.tgenabled IN ('O', 'A')"""
Versions = Mapping[str, Decimal]
_watched: frozenset[str] = frozenset()


class TableVersions:
    """The versions as one request sees them: all are read when the first is needed. Not for use inside a transaction,
    which may have written what others do not see."""

    def __init__(self) -> None:
        self._found: Versions | None = None

    def read(self, tables: frozenset[str]) -> Versions | None:
        """The versions of these tables; None when one of them has none."""
        found = self.read_all()
        return {name: found[name] for name in tables} if tables <= found.keys() else None

    def read_all(self) -> Versions:
        """The versions of all tables."""
        if self._found is None:
            self._found = read_versions()
        return self._found


def read_versions() -> Versions:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        return dict(cursor.fetchall())


def are_watched(tables: frozenset[str]) -> bool:
    """Whether writes to each of the tables change its version. The answer is kept once it is yes."""
    global _watched
    if not tables <= _watched:
        with connection.cursor() as cursor:
            _watched = read_watched_tables(cursor)
    return tables <= _watched


def read_watched_tables(cursor: Any) -> frozenset[str]:
    """The tables whose trigger is attached and switched on."""
    cursor.execute(WATCHED)
    return frozenset(name for (name,) in cursor.fetchall())
