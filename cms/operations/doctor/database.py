"""The database: whether it answers, is one that the site knows, and holds what migrations made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from django.apps import apps
from django.contrib.postgres.operations import CreateExtension
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from cms.operations.doctor.findings import Finding, fail, fine, warn
from cms.operations.health import DATABASE_WAIT, ask_database, run_within
from cms.plugins.runtime.migrating import plugin_labels

__all__ = [
    "SUPPORTED", "check_clock", "check_database", "check_extensions", "check_indexes", "check_migrations",
]  # fmt: skip

SUPPORTED = (16, 17, 18)
"""Major versions of PostgreSQL that the tests run on."""
NEAR, FAR = 2.0, 60.0
"""Seconds that the clocks of this machine and of the database may differ: without a word, and at all."""
INVALID = """SELECT n.nspname || '.' || c.relname, t.relname FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT (i.indisvalid AND i.indisready) AND n.nspname NOT LIKE 'pg_%' ORDER BY 1"""


def check_database() -> Iterator[Finding]:
    """The server answers in time, and has a version that is supported."""
    if reason := run_within(DATABASE_WAIT, ask_database):
        yield fail(
            "database",
            f"It does not answer: {' '.join(reason.split())}",
            "Start PostgreSQL, or correct DATABASE_URL; from here its host and port must be reachable.",
            may_pass=True,
        )
        return
    major = read_version() // 10_000
    if major in SUPPORTED:
        yield fine("database", f"PostgreSQL {major} answers.")
        return
    wanted = f"{SUPPORTED[0]} to {SUPPORTED[-1]}"
    yield fail(
        "database",
        f"PostgreSQL {major} is not supported.",
        f"Use PostgreSQL {wanted}: move the data with pg_upgrade, or with pg_dump and pg_restore.",
    )


def read_version() -> int:
    """The server's version, as 180001 for 18.1."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        return int(cursor.fetchone()[0])


def check_extensions() -> Iterator[Finding]:
    """The extensions that migrations make are there, or can be made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        installed = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT name FROM pg_available_extensions")
        available = {name for (name,) in cursor.fetchall()}
    wanted = find_wanted_extensions()
    for name in sorted(wanted - installed):
        if name not in available:
            yield fail(
                "extensions",
                f"The database server has no extension {name}.",
                "Install it there: in Debian's packages and most images postgresql-contrib holds it.",
            )
        elif wanted_is_applied(name):
            yield fail(
                "extensions",
                f"The extension {name} was removed from the database.",
                f"As its owner run: CREATE EXTENSION {name};",
            )
    if wanted <= installed:
        yield fine("extensions", f"{', '.join(sorted(wanted)) or 'None'} of {len(wanted)} wanted are there.")


def find_wanted_extensions() -> set[str]:
    """The extensions that the migrations of installed apps make."""
    return {name for _key, name in list_extensions()}


def wanted_is_applied(name: str) -> bool:
    """Whether a migration that makes an extension was run: `migrate` makes it otherwise."""
    applied = MigrationLoader(connection).applied_migrations
    return any(key in applied for key, made in list_extensions() if made == name)


@cache
def list_extensions() -> tuple[tuple[tuple[str, str], str], ...]:
    """Each migration that makes an extension, and its name."""
    loader = MigrationLoader(None, load=False)  # without the graph of all migrations, which takes longer
    loader.load_disk()
    return tuple(
        (key, operation.name)
        for key, migration in loader.disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, CreateExtension)
    )


def check_migrations() -> Iterator[Finding]:
    """All migrations were run, and none of a newer version. Those of plugins stop only their plugin."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    late = [migration for migration, _backwards in plan]
    core = [each for each in late if each.app_label not in plugin_labels()]
    remedy = "Run `manage.py migrate` with this version, before its processes start."
    if core:
        names = ", ".join(f"{each.app_label}.{each.name}" for each in core[:3])
        more = f" and {len(core) - 3} more" if len(core) > 3 else ""
        yield fail("migrations", f"{len(core)} have not run: {names}{more}.", remedy, may_pass=True)
    elif late:
        labels = ", ".join(sorted({each.app_label for each in late}))
        yield warn("migrations", f"Those of plugins have not run: {labels}.", remedy)
    if newer := find_newer_migrations(executor.loader):
        yield warn(
            "migrations",
            f"A newer version has migrated the database: {', '.join(newer[:3])}.",
            "Start that version, or restore the database from before it.",
        )
    if not late and not newer:
        yield fine("migrations", "All have run.")


def find_newer_migrations(loader: MigrationLoader) -> list[str]:
    """Migrations of our apps that were run and that this version does not have."""
    labels = {config.label for config in apps.get_app_configs()} - set(plugin_labels())
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    known = {*loader.disk_migrations, *replaced}
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in labels and (app, name) not in known
    )


def check_clock() -> Iterator[Finding]:
    """The clock of this machine agrees with the database's: schedules, leases and tokens need that."""
    before = read_clock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    after = read_clock()
    skew = max((before - there).total_seconds(), (there - after).total_seconds(), 0.0)
    if skew <= NEAR:
        yield fine("clock", "It agrees with the database's.")
        return
    way = "ahead of" if before > there else "behind"
    found = warn if skew < FAR else fail
    yield found(
        "clock",
        f"The clock of this machine is {skew:.0f} s {way} the database's.",
        "Let both machines follow a time server: with systemd, run timedatectl set-ntp true.",
    )


def read_clock() -> datetime:
    return datetime.now(UTC)


def check_indexes() -> Iterator[Finding]:
    """Every index can be used: one that was interrupted while it was made costs writes and serves no read."""
    with connection.cursor() as cursor:
        cursor.execute(INVALID)
        found = cursor.fetchall()
    for index, table in found:
        yield fail(
            "indexes",
            f"The index {index} of {table} is not valid: queries do not use it.",
            f"Run in the database: REINDEX INDEX CONCURRENTLY {index};",
        )
    if not found:
        yield fine("indexes", "All are valid.")
