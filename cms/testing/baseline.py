"""The rows that migrations leave, put back after each test that commits.

Django would empty all tables and make content types and permissions again, which takes most of a second, and the next
test would miss what migrations wrote. Here rows are compared with a copy that is made before the first such test;
only those that differ are deleted and inserted. Triggers run as they do for any statement.

The tests of a module may begin with more rows than these: `added_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

__all__ = ["added_rows", "copy_rows", "keep_baseline", "restore_rows"]

SCHEMA = "test_baseline"
COLUMNS = """SELECT relname, string_agg(quote_ident(attname), ', ')
    FROM pg_class c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%s) GROUP BY relname"""
DELETE_CHANGED = "DELETE FROM {0} t WHERE NOT EXISTS (SELECT FROM {1} k WHERE k::text = t::text)"
INSERT_MISSING = """INSERT INTO {0} ({2}) OVERRIDING SYSTEM VALUE SELECT {2} FROM {1} k
    WHERE NOT EXISTS (SELECT FROM {0} t WHERE t::text = k::text)"""
PROTECTED = ("audit_link", "audit_event")
"""Tables of the audit log, which Django does not manage, and whose triggers refuse that rows are deleted."""
DELETE_LOGGED = "ALTER TABLE {0} DISABLE TRIGGER USER; {1}; ALTER TABLE {0} ENABLE TRIGGER USER"


@dataclass(frozen=True)
class Copy:
    """A schema with a copy of all rows, and by each table that had some the statements that restore it."""

    schema: str
    statements: dict[str, list[str]]


_copies: dict[str, Copy] = {}
"""By the name of a database: what each test that commits is put back to."""


def keep_baseline(patch: Any) -> None:
    """Let tests that commit restore the rows that were there before the first of them."""

    def set_up(cls: type[TransactionTestCase]) -> None:
        for name in cls._databases_names(include_mirrors=False):
            copy_rows(connections[name])
        original(cls)

    def tear_down(case: TransactionTestCase) -> None:
        for name in case._databases_names(include_mirrors=False):
            restore_rows(connections[name])

    original = TransactionTestCase._fixture_setup.__func__  # type: ignore[attr-defined]
    patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(set_up))
    patch.setattr(TransactionTestCase, "_fixture_teardown", tear_down)


@contextmanager
def added_rows(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Put tests back to the rows that are there now, until the block ends: then those that it began with are gone."""
    name = connection.settings_dict["NAME"]
    before = _copies.pop(name)
    schema = f"{before.schema}_added"
    try:
        copy_rows(connection, schema)
        yield
    finally:
        _copies[name] = before
        restore_rows(connection)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


def copy_rows(connection: BaseDatabaseWrapper, schema: str = SCHEMA) -> None:
    """Copy all rows into a schema, unless tests of this database are put back to a copy already."""
    name = connection.settings_dict["NAME"]
    if name in _copies:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = find_filled(cursor, list_tables(connection))
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
        for table in (*tables, *PROTECTED):
            cursor.execute(f"CREATE TABLE {schema}.{quote(table)} AS TABLE {quote(table)}")
        cursor.execute(COLUMNS, [tables])
        columns = dict(cursor.fetchall())
    _copies[name] = Copy(schema, {
        table: [
            each.format(quote(table), f"{schema}.{quote(table)}", columns[table])
            for each in (DELETE_CHANGED, INSERT_MISSING)
        ]
        for table in tables
    })  # fmt: skip


def restore_rows(connection: BaseDatabaseWrapper) -> None:
    """Delete what was written since `copy_rows` and insert what is gone, after waiting for others who write."""
    tables = list_tables(connection)
    copy = _copies[connection.settings_dict["NAME"]]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {join(tables)} IN SHARE ROW EXCLUSIVE MODE; SET CONSTRAINTS ALL DEFERRED")
        new = [table for table in find_filled(cursor, tables) if table not in copy.statements]
        deletions = [f"DELETE FROM {quote(table)}" for table in new]
        kept = list(chain(*copy.statements.values()))
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("; ".join([*deletions, *kept]))
        except IntegrityError:  # from the trigger of a table in which nothing may be deleted
            cursor.execute("; ".join([f"TRUNCATE {join(tables)}", *kept]))
        for table in find_filled(cursor, PROTECTED):
            deletion = DELETE_CHANGED.format(quote(table), f"{copy.schema}.{quote(table)}")
            cursor.execute(DELETE_LOGGED.format(quote(table), deletion))


def list_tables(connection: BaseDatabaseWrapper) -> list[str]:
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def find_filled(cursor: Any, tables: Iterable[str]) -> list[str]:
    """Which tables have rows."""
    each = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {quote(table)})" for table in tables)
    cursor.execute(" UNION ALL ".join(each))
    return [table for (table,) in cursor.fetchall()]


def quote(table: str) -> str:
    return f'"{table}"'


def join(tables: Iterable[str]) -> str:
    return ", ".join(map(quote, tables))
