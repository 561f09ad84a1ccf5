"""A new plugin passes its own tests and lint at once; taking it away drops its tables."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command

from tests.support.other_site import CHECKOUT, OtherSite


def tables(site: OtherSite) -> set[str]:
    with psycopg.connect(site.environment["DATABASE_URL"]) as server:
        rows = server.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'reading_list%'")
        return {name for (name,) in rows}


def check_with_ruff(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *words, str(folder)], cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_plugin_passes_its_tests_and_lint_runs_and_goes(other_site: OtherSite) -> None:
    folder = other_site.workshop.folder / "reading_list"
    call_command("plugins", "new", "reading_list", "--dir", str(folder.parent), stdout=(said := StringIO()))
    assert f"Wrote {folder}" in said.getvalue() and "pytest" in said.getvalue()
    assert "example" not in folder.joinpath("plugin.py").read_text().lower()

    check_with_ruff(folder, "check", "--isolated")
    check_with_ruff(folder, "format", "--isolated", "--check")
    check_with_ruff(folder, "check", "--ignore", "S101")  # which our own tests may use, too
    check_with_ruff(folder, "format", "--check")

    other_site.copy_database()
    tested = other_site.test("-o", "aixplore_plugins=reading_list", "reading_list")
    assert tested.returncode == 0 and " passed" in tested.stdout, tested.stdout + tested.stderr

    with other_site.start() as site:
        assert site.manage("migrate", "-v0").returncode == 0
        drift = site.manage("makemigrations", "reading_list", "--check", "--dry-run")
        assert drift.returncode == 0, drift.stdout
        assert tables(other_site) == {"reading_list_note"}
        ran: Any = site.manage("plugins", "run-jobs", "--once")
        assert "reading_list.tidy done" in ran.stdout

        kept = site.manage("plugins", "uninstall", "reading_list", "--keep-data", "--no-input")
        assert "Kept: reading_list_note (0 rows)" in kept.stdout
        assert tables(other_site) == {"reading_list_note"}
        purged = site.manage("plugins", "uninstall", "reading_list", "--purge", "--no-input")
        assert "Deleted for good: reading_list_note (0 rows)" in purged.stdout, purged.stderr
        assert tables(other_site) == set()
