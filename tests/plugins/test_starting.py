"""Plugins that break where Django itself runs their code: the site starts and migrates, and each is named with a remedy."""

from __future__ import annotations

import json
from typing import Any

from cms.testing.workshop import QUIET
from tests.support.other_site import OtherSite
from tests.support.started_site import StartedSite

APP = """
from django.apps import AppConfig

class Config(AppConfig):
    name = label = "{name}"
    default_auto_field = "django.db.models.BigAutoField"
"""
MODEL = """
from django.db import models

class Row(models.Model):
    solution = models.ForeignKey("solutions.Solution", on_delete=models.CASCADE, related_name="+")
"""
MIGRATION = """
from django.db import migrations, models

def fail(apps, schema_editor):
    {fault}

class Migration(migrations.Migration):
    dependencies = [("solutions", "0002_initial")]
    operations = [
        migrations.CreateModel("Row", [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("solution", models.ForeignKey("solutions.solution", models.CASCADE, related_name="+")),
        ]),
        migrations.RunPython(fail, migrations.RunPython.noop),
    ]
"""
FINE = MIGRATION.format(fault="pass")
SECOND = "from django.db import migrations\nclass Migration(migrations.Migration):\n    {0}\n"
BROKEN = {
    "app_raises": ({"apps.py": "1 / 0"}, "app_raises.apps cannot be imported: it raised ZeroDivisionError"),
    "models_raise": ({"models.py": MODEL + "1 / 0"}, "its app models_raise cannot be imported: ZeroDivisionError"),
    "ready_raises": (
        {"apps.py": APP.format(name="ready_raises") + "    def ready(self): raise OSError('disk')"},
        "ready() of its app raised OSError: disk",
    ),
    "syntax": ({"migrations/0001_initial.py": "def broken(:"}, "its app syntax cannot be imported: SyntaxError"),
    "no_migration": (
        {"migrations/0002_notes.py": "NOTES = 1"},
        "no_migration.migrations.0002_notes has no class Migration",
    ),
    "needs_absent": (
        {"migrations/0002_more.py": SECOND.format("dependencies = [('needs_absent', '0001_initial'), ('solutions', '9999_x')]")},
        "its migration 0002_more needs solutions.9999_x, which does not exist here.",
    ),
    "two_ends": (
        {"migrations/0002_more.py": SECOND.format("dependencies = []")},
        "its migrations have more or fewer than one end (0001_initial, 0002_more): chain them.",
    ),
    "pushes_in": (
        {"migrations/0002_more.py": SECOND.format("dependencies = [('pushes_in', '0001_initial')]; run_before = [('solutions', '0002_initial')]")},
        "its migration 0002_more has run_before: no other app may wait for a plugin.",
    ),
    "upon_broken": (
        {"migrations/0001_initial.py": FINE.replace('("solutions"', '("syntax", "0001_initial"), ("solutions"')},
        "its migration 0001_initial needs syntax.0001_initial, which does not exist here.",
    ),
}  # fmt: skip
LOOK = """
import json
from django.core.management import call_command
from django.test import Client
client = Client(SERVER_NAME="localhost")
answer = client.post("/graphql", {"query": "{ solutions { totalCount } }"}, content_type="application/json")
call_command("check")
print(json.dumps([answer.json(), client.get("/admin/login/").status_code]), flush=True)
"""


def write(site: OtherSite, name: str, files: dict[str, str]) -> None:
    usual = {
        "apps.py": APP.format(name=name),
        "models.py": MODEL,
        "migrations/__init__.py": "",
        "migrations/0001_initial.py": FINE,
    }
    site.workshop.write(name, QUIET, {**usual, **files}, app=f"{name}.apps.Config")


def states(site: StartedSite) -> dict[str, tuple[str, str]]:
    return {each["name"]: (each["state"], each["reason"]) for each in site.answer("plugins", "list")}


def test_a_plugin_that_breaks_the_start_is_refused_alone(other_site: OtherSite) -> None:
    for name, (files, _) in {**BROKEN, "fine": ({}, "")}.items():
        write(other_site, name, files)
    with other_site.start() as site:
        migrated = site.manage("migrate", "-v0")
        assert migrated.returncode == 0, migrated.stderr
        found = states(site)
        seen = site.manage("shell", "--no-imports", "-c", LOOK)
        log = site.log
    assert found["fine"] == ("loaded", "")
    for name, (_, message) in BROKEN.items():
        assert found[name][0] == "refused"
        assert message in found[name][1]
        assert f"manage.py plugins why {name}" in log
    assert json.loads(seen.stdout.splitlines()[-1]) == [{"data": {"solutions": {"totalCount": 0}}}, 200], (
        seen.stderr
    )


def test_a_migration_that_raises_is_rolled_back_and_the_others_go_on(other_site: OtherSite) -> None:
    raising = {"migrations/0001_initial.py": MIGRATION.format(fault="1 / 0")}
    write(other_site, "raising", raising)
    needy = FINE.replace('("solutions"', '("raising", "0001_initial"), ("solutions"')
    write(other_site, "needy", {"migrations/0001_initial.py": needy})
    write(other_site, "slow", {})
    with other_site.start() as site:
        migrated = site.manage("migrate")
        found = states(site)
        checked: Any = site.answer("plugins", "check")
    assert migrated.returncode == 0, migrated.stderr
    assert (
        "The tables of raising are not up to date: raising.0001_initial raised ZeroDivisionError"
        in migrated.stderr
    )
    assert "needy.0001_initial waits for raising, which failed." in migrated.stderr
    assert "repair it, or take it off AIXPLORE_PLUGINS, and run `manage.py migrate` again" in migrated.stderr
    assert "Applying raising.0001_initial... FAILED, rolled back\n" in migrated.stdout
    assert "Applying slow.0001_initial... OK\n" in migrated.stdout
    assert [found[name][0] for name in ("raising", "needy", "slow")] == ["tables out of date"] * 2 + [
        "loaded"
    ]
    assert "ZeroDivisionError" in found["raising"][1]
    assert {each["plugin"] for each in checked} == {"raising", "needy"}

    path = other_site.workshop.folder / "raising" / "migrations" / "0001_initial.py"
    path.write_text(FINE)
    with other_site.start() as site:
        repaired = site.manage("migrate", "-v0")
        assert (repaired.returncode, repaired.stdout) == (0, "") and "not up to date" not in repaired.stderr
        assert site.answer("plugins", "check") == []
