"""Rebuild the search index in `migrate` when its entries were written by other rules than today's."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from modelsearch.conf import get_app_config

from cms.search.text import RULES

__all__ = ["rebuild_outdated_index"]

NOTE = f"text rules {RULES}"
"""Kept as the comment of the table, which no other table's fate can take away from the entries."""


def rebuild_outdated_index(using: str = "default", verbosity: int = 1, **signal: Any) -> None:
    """Receiver of post_migrate: rebuild once, as soon as every table is as the models have it."""
    connection = connections[using]
    model = get_app_config().get_model("IndexEntry")
    table = model._meta.db_table
    if table not in connection.introspection.table_names() or read_note(connection, table) == NOTE:
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if model.objects.using(using).exists():
        if verbosity:
            sys.stdout.write("Rebuilding the search index, because its rules have changed…\n")
        call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {connection.ops.quote_name(table)} IS '{NOTE}'")


def read_note(connection: Any, table: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(%s::regclass)", [table])
        note: str | None = cursor.fetchone()[0]
        return note
