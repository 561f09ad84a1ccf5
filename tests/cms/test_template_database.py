"""The migrated test database is kept as a dump, which is used only while it is what migrating would make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cms.testing import template_database
from cms.testing.template_database import compute_key, find_programs, find_sources, restore

pytestmark = pytest.mark.django_db


def test_the_key_covers_migrations_and_what_they_call() -> None:
    names = {"/".join(file.parts[-3:]) for file in find_sources()}
    assert "identity/migrations/0002_roles.py" in names and "cms/identity/roles.py" in names
    assert "wagtail/migrations/0001_initial.py" in names


def test_a_changed_migration_changes_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    migration = tmp_path / "0009_new.py"
    migration.write_text("operations = []")
    before = compute_key()
    sources = find_sources()
    monkeypatch.setattr(template_database, "find_sources", lambda: {*sources, migration})
    added = compute_key()
    migration.write_text("operations = [1]")
    assert len({before, added, compute_key()}) == 3


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


def databases() -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}
