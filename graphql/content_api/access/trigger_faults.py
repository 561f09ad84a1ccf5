"""Triggers that do not change a table's version as they should: found, and repaired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from content_api.access.table_triggers import (
    TRIGGER,
    attach_trigger,
    find_rendition_table,
    list_wanted_tables,
)

__all__ = ["TriggerFault", "find_trigger_faults", "renew_versions", "repair_triggers"]

AFTER_STATEMENT, AFTER_CHANGE = 60, 56
"""`tgtype` of PostgreSQL: insert 4, delete 8, update 16, truncate 32; 1 (row) and 2 (before) are not set."""
ATTACHED = """SELECT c.relname, t.tgenabled::text, t.tgtype, p.proname = %s AND t.tgattr = '' AND t.tgqual IS NULL
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE t.tgname = %s AND pg_table_is_visible(c.oid)"""
STARTED = "SELECT DISTINCT table_name FROM content_api_table_change"
RENEW = """INSERT INTO content_api_table_change (table_name, xid, weight)
    SELECT name, pg_current_xact_id(), hashtextextended(gen_random_uuid()::text, 0)
    FROM (SELECT unnest(%s::text[]) UNION SELECT table_name FROM content_api_table_change) AS known(name)
    ON CONFLICT (table_name, xid) DO UPDATE SET weight = EXCLUDED.weight"""


@dataclass(frozen=True)
class TriggerFault:
    """A table whose writes may not change its version, and what is wrong."""

    table: str
    problem: str


def find_trigger_faults(using: str = DEFAULT_DB_ALIAS) -> list[TriggerFault]:
    """What is wrong with the triggers of the tables that the API reads; empty where all is well."""
    connection = connections[using]
    wanted = list_wanted_tables(connection)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(ATTACHED, [TRIGGER, TRIGGER])
        attached = {table: rest for table, *rest in cursor.fetchall()}
        cursor.execute(STARTED)
        started = {table for (table,) in cursor.fetchall()}
    return [
        TriggerFault(table, problem)
        for table in wanted
        for problem in list_problems(table, attached, started)
    ]


def list_problems(table: str, attached: Mapping[str, Any], started: set[str]) -> Iterator[str]:
    if table not in attached:
        yield "has no trigger"
        return
    enabled, kind, is_ours = attached[table]
    expected = AFTER_CHANGE if table == find_rendition_table() else AFTER_STATEMENT
    if enabled not in ("O", "A"):
        yield "has a trigger that is disabled"
    elif kind != expected or not is_ours:
        yield "has a trigger that does not run after every write"
    if table not in started:
        yield "has no version"


def repair_triggers(using: str = DEFAULT_DB_ALIAS) -> list[TriggerFault]:
    """Make the triggers that are wrong again, and renew the versions of their tables; what was wrong."""
    connection = connections[using]
    with transaction.atomic(using):
        faults = find_trigger_faults(using)
        tables = sorted({each.table for each in faults})
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {TRIGGER} ON {connection.ops.quote_name(table)}")
                attach_trigger(cursor, connection, table)
        renew_versions(tables, using)
    return faults


def renew_versions(tables: Sequence[str], using: str = DEFAULT_DB_ALIAS) -> None:
    """Give tables, and all that have a version already, new ones: nothing that was kept of their rows is used again."""
    with connections[using].cursor() as cursor:
        cursor.execute(RENEW, [list(tables)])
