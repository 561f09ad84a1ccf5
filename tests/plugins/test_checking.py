"""`plugins check` and its neighbours, where models, migrations and the database do not agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.plugins.test_starting import APP, MODEL
from tests.plugins.workshop import QUIET
from tests.support.other_site import OtherSite

MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("solutions", "0002_initial")]
    operations = [
        migrations.CreateModel("Row", [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("solution", models.ForeignKey("solutions.solution", models.CASCADE, related_name="+")),
        ]),
    ]
"""
NOTE = '    note = models.CharField(max_length=20, default="")\n'
MANY = "".join(f"    n{number} = models.IntegerField(default=0)\n" for number in range(5))
TAIL = "Run `manage.py makemigrations {0}`, then `manage.py migrate`."
CASES = {
    "unwritten": ({"models.py": MODEL}, "Create model Row"),
    "added": (
        {"models.py": MODEL + NOTE, "migrations/__init__.py": "", "migrations/0001_initial.py": MIGRATION},
        "Add field note to row",
    ),
    "dropped": (
        {"models.py": "", "migrations/__init__.py": "", "migrations/0001_initial.py": MIGRATION},
        "Delete model Row",
    ),
    "many": (
        {"models.py": MODEL + MANY, "migrations/__init__.py": "", "migrations/0001_initial.py": MIGRATION},
        "Add field n0 to row; Add field n1 to row; Add field n2 to row and 2 more",
    ),
    "current": (
        {"models.py": MODEL, "migrations/__init__.py": "", "migrations/0001_initial.py": MIGRATION}, None,
    ),
}  # fmt: skip


def test_check_names_models_that_no_migration_makes(other_site: OtherSite) -> None:
    for name, (files, _) in CASES.items():
        app = {"apps.py": APP.format(name=name), **files}
        other_site.workshop.write(name, QUIET, app, app=f"{name}.apps.Config")
    with other_site.start() as site:
        site.manage("migrate", "-v0")
        found = {each["plugin"]: each["problem"] for each in site.answer("plugins", "check")}
        added = site.answer("plugins", "why", "added")
        made = site.manage("makemigrations", "unwritten", "added")
    assert found == {
        name: f"its models have changes that no migration makes: {changes}. {TAIL.format(name)}"
        for name, (_, changes) in CASES.items()
        if changes
    }
    assert added["changes_without_migration"] == ["Add field note to row"]
    assert made.returncode == 0 and "Add field note to row" in made.stdout, made.stderr
    with other_site.start() as site:
        site.manage("migrate", "-v0")
        assert {each["plugin"] for each in site.answer("plugins", "check")} == {"dropped", "many"}


@pytest.fixture
def empty(other_site: OtherSite) -> Iterator[dict[str, Any]]:
    """Variables of a site whose database has no tables."""
    url = urlsplit(other_site.environment["DATABASE_URL"])
    name = f"{url.path[1:]}_empty"
    with psycopg.connect(url.geturl(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield {"DATABASE_URL": url._replace(path=f"/{name}").geturl()}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


MESSAGE = "has no tables yet: run `migrate` first (`aixplore migrate` or `manage.py migrate`)."


def test_before_migrate_one_line_says_so(other_site: OtherSite, empty: dict[str, Any]) -> None:
    with other_site.start(**empty) as site:
        for words in (["list"], ["list", "--json"], ["why", "bookmarks"], ["run-jobs", "--once"]):
            done = site.manage("plugins", *words)
            assert done.returncode == 1 and done.stdout == "", done.stdout
            assert done.stderr.splitlines()[-1] == f"CommandError: The database {MESSAGE}"
            assert "Traceback" not in done.stderr
        checked = site.answer("plugins", "check")
        assert site.log == ""
    assert checked == [{"plugin": "DATABASE_URL", "problem": f"the database {MESSAGE}"}]


def test_a_database_that_is_away_is_named_in_one_line(other_site: OtherSite) -> None:
    away = {"DATABASE_URL": "postgresql://nobody:x@127.0.0.1:1/nothing"}
    done = other_site.manage("plugins", "list", **away)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "CommandError: The database does not answer:" in done.stderr
