"""manage.py blocking_migrations: what a site cannot run while it serves is refused, and what it can is not."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.core.management import CommandError, call_command
from django.db import migrations, models
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.functions import Lower

from cms.operations.blocking.migrations import find_in_migration
from cms.operations.management.commands import blocking_migrations

INDEX = models.Index(fields=["name"], name="by_name")
CHECK = models.CheckConstraint(condition=models.Q(size__gte=0), name="size_from_0")
UNIQUE = models.UniqueConstraint(fields=["name"], name="one_name")


def examine(*operations: Any, initial: bool = False, unused_since: str = "") -> list[str]:
    """What is found in a migration of an app with one table that has rows."""
    migration = Migration("0002_change", "shop")
    migration.operations, migration.initial = list(operations), initial
    if unused_since:
        migration.unused_since = unused_since  # type: ignore[attr-defined]
    fields = [
        ("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=100, null=True)),
        ("size", models.IntegerField(default=0)), ("price", models.DecimalField(max_digits=8, decimal_places=2)),
    ]  # fmt: skip
    state = ProjectState()
    state.add_model(ModelState("shop", "Thing", fields))
    found = list(find_in_migration(migration, state))
    assert all(each.migration == "shop.0002_change" and each.operation and each.remedy for each in found)
    return [each.what for each in found]


def add(field: models.Field[Any, Any]) -> migrations.AddField:
    return migrations.AddField("thing", "extra", field)


def alter(name: str, field: models.Field[Any, Any]) -> migrations.AlterField:
    return migrations.AlterField("thing", name, field)


@pytest.mark.parametrize(
    ("operation", "part"),
    [
        (add(models.IntegerField(default=0)), "does not fill"),
        (add(models.CharField(max_length=5, null=True, unique=True)), "makes an index"),
        (add(models.ForeignKey("shop.Thing", models.CASCADE, null=True)), "makes an index"),
        (add(models.GeneratedField(expression=Lower("name"), output_field=models.TextField(), db_persist=True)), "every row"),
        (alter("size", models.BigIntegerField(default=0)), "every row"),
        (alter("name", models.CharField(max_length=50, null=True)), "every row"),
        (alter("price", models.DecimalField(max_digits=8, decimal_places=4)), "every row"),
        (alter("name", models.CharField(max_length=100, default="")), "reads the whole table"),
        (alter("size", models.IntegerField(default=0, db_index=True)), "makes an index"),
        (migrations.RenameField("thing", "name", "title"), "renames"),
        (migrations.RenameModel("Thing", "Item"), "renames"),
        (migrations.AlterModelTable("thing", "things"), "renames"),
        (migrations.RemoveField("thing", "name"), "takes away"),
        (migrations.DeleteModel("Thing"), "takes away"),
        (migrations.AddIndex("thing", INDEX), "makes an index"),
        (migrations.AddConstraint("thing", CHECK), "reads the whole table"),
        (migrations.AddConstraint("thing", UNIQUE), "makes an index"),
        (migrations.AlterUniqueTogether("thing", {("name", "size")}), "makes an index"),
        (migrations.RunSQL("CREATE UNIQUE INDEX a ON shop_thing (name)"), "makes an index"),
        (migrations.RunSQL([("ALTER TABLE shop_thing ALTER size SET NOT NULL", None)]), "reads the whole table"),
        (migrations.RunSQL("alter table shop_thing drop column name"), "takes away"),
        (migrations.SeparateDatabaseAndState([migrations.RemoveField("thing", "name")], []), "takes away"),
    ],
)  # fmt: skip
def test_what_blocks_a_running_site_is_found(operation: Any, part: str) -> None:
    found = examine(operation)
    assert len(found) == 1 and part in found[0]


@pytest.mark.parametrize(
    "operation",
    [
        add(models.IntegerField(null=True)),
        add(models.IntegerField(default=0, db_default=0)),
        add(models.ForeignKey("shop.Thing", models.CASCADE, null=True, db_index=False)),
        add(models.ManyToManyField("shop.Thing")),
        alter("name", models.CharField(max_length=200, null=True)),
        alter("name", models.CharField(max_length=100, null=True, verbose_name="Name")),
        AddIndexConcurrently("thing", INDEX),
        AddConstraintNotValid("thing", CHECK),
        migrations.RunSQL("CREATE INDEX CONCURRENTLY a ON shop_thing (name)"),
        migrations.SeparateDatabaseAndState([], [migrations.RemoveField("thing", "name")]),
    ],
)
def test_what_a_running_site_can_do_is_not(operation: Any) -> None:
    assert examine(operation) == []


def test_tables_that_a_migration_makes_itself_have_no_rows() -> None:
    made = migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))])
    field = models.IntegerField(default=0, db_index=True)
    assert examine(made, migrations.AddField("new", "size", field)) == []
    assert examine(migrations.AddIndex("thing", INDEX), initial=True) == []


def test_what_no_version_uses_any_more_may_go() -> None:
    removed = migrations.RemoveField("thing", "name")
    assert examine(removed, unused_since="1.4") == []
    assert examine(migrations.RenameField("thing", "name", "title"), unused_since="1.4") != []


def test_every_migration_of_the_site_can_run_or_is_accepted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = StringIO()
    call_command("blocking_migrations", stdout=out)
    assert "No migration blocks a running site" in out.getvalue()
    accepted = tmp_path / "accepted.txt"
    accepted.write_text("shop.0001_gone\n")
    monkeypatch.setattr(blocking_migrations, "ACCEPTED", accepted)
    with pytest.raises(
        CommandError, match=r"(?s)solutions\.0004_name_key: “.*shop\.0001_gone blocks nothing"
    ):
        call_command("blocking_migrations")
    call_command("blocking_migrations", "--accept", stdout=out)
    call_command("blocking_migrations", stdout=out)
