"""The demo's first start takes the tables from a snapshot, and only where that is what migrating would make."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg.conninfo import make_conninfo

from cms.demo import snapshot
from cms.demo.snapshot import FILE, fits, load_snapshot, normalise

pytestmark = pytest.mark.django_db
NAME = f"snapshot_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture
def new_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a new database takes the place of the default one."""
    with psycopg.connect(
        make_conninfo(os.environ["DATABASE_URL"], dbname="postgres"), autocommit=True
    ) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
        other = connections.create_connection("default")
        other.settings_dict = {**connection.settings_dict, "NAME": NAME}
        monkeypatch.setattr(snapshot, "connection", other)
        yield other
        other.close()
        admin.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def count_pending(database: BaseDatabaseWrapper) -> int:
    executor = MigrationExecutor(database)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def test_a_new_database_has_no_pending_migrations_afterwards(new_database: BaseDatabaseWrapper) -> None:
    assert load_snapshot() and count_pending(new_database) == 0
    with new_database.cursor() as cursor:
        cursor.execute("SELECT count(*), min(slug) FROM wagtailcore_page WHERE depth > 1")
        assert cursor.fetchone() == (1, "home")


def test_a_database_with_tables_is_left_alone(new_database: BaseDatabaseWrapper) -> None:
    with new_database.cursor() as cursor:
        cursor.execute("CREATE TABLE own (id int)")
    assert not load_snapshot()
    assert new_database.introspection.table_names() == ["own"]


CHANGES: dict[str, Callable[[str], str]] = {
    "another version of PostgreSQL": lambda text: text.replace("-- PostgreSQL ", "-- PostgreSQL 9", 1),
    "a migration that is not installed": lambda text: text + "(9, 'absent', '0001_initial', '2026",
    "nothing of a snapshot": lambda text: "SELECT 1;\n",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_does_not_fit_is_left_to_migrate(
    new_database: BaseDatabaseWrapper, change: Callable[[str], str]
) -> None:
    text = FILE.read_text()
    assert fits(text) and not fits(change(text))


def test_moments_and_keys_made_by_chance_do_not_change_it() -> None:
    first, second = (
        f"INSERT INTO a VALUES ('{key}', '{moment}', '{key}', 'kept');\n"
        for key, moment in (
            ("0b9c7c2e-1111-4d2b-9c55-0123456789ab", "2026-11-28 09:00:00.123456+00"),
            ("77777777-aaaa-4bbb-8ccc-ffffffffffff", "2027-01-02 03:04:05+00"),
        )
    )
    assert first != second and normalise(first) == normalise(second)
    assert normalise(first).endswith("'kept');\n")
    assert normalise("-- a comment\n\nSELECT 1;\n\\restrict abc\n") == "SELECT 1;\n"
