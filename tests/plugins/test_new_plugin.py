"""A new plugin passes its own tests and lint at once; taking it away drops its tables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from tests.support.other_site import CHECKOUT, OtherSite


def tables(site: OtherSite) -> set[str]:
    with psycopg.connect(site.environment["DATABASE_URL"]) as server:
        rows = server.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'reading_list%'")
        return {name for (name,) in rows}


def passes(folder: Path, *command: str) -> str:
    """What a command says that has to succeed; it starts servers of its own."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.endswith("_URL") and "PYTEST" not in name
    }
    environment = {**own, "AIXPLORE_PLUGINS_DIR": str(folder.parent), "AIXPLORE_PLUGINS": "*"}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_new_plugin_passes_its_tests_and_lint_runs_and_goes(other_site: OtherSite) -> None:
    folder = other_site.workshop.folder / "reading_list"
    made = other_site.manage("plugins", "new", "reading_list", "--dir", str(folder.parent))
    assert made.returncode == 0 and f"Wrote {folder}" in made.stdout, made.stderr
    assert "pytest" in made.stdout and "example" not in folder.joinpath("plugin.py").read_text().lower()

    own_tests = ("pytest", "-p", "aixplore.testing", "-o", "aixplore_plugins=reading_list", "-q", str(folder))
    assert " passed" in passes(folder, *own_tests, "-p", "no:cacheprovider", "--no-cov")
    passes(folder, "ruff", "check", "--isolated", str(folder))
    passes(folder, "ruff", "format", "--isolated", "--check", str(folder))
    passes(folder, "ruff", "check", "--ignore", "S101", str(folder))  # which our own tests may use, too
    passes(folder, "ruff", "format", "--check", str(folder))

    assert other_site.manage("migrate", "-v0").returncode == 0
    drift = other_site.manage("makemigrations", "reading_list", "--check", "--dry-run")
    assert drift.returncode == 0, drift.stdout
    assert tables(other_site) == {"reading_list_note"}
    ran: Any = other_site.manage("plugins", "run-jobs", "--once")
    assert "reading_list.tidy done" in ran.stdout

    kept = other_site.manage("plugins", "uninstall", "reading_list", "--keep-data", "--no-input")
    assert "Kept: reading_list_note (0 rows)" in kept.stdout and tables(other_site) == {"reading_list_note"}
    purged = other_site.manage("plugins", "uninstall", "reading_list", "--purge", "--no-input")
    assert "Deleted for good: reading_list_note (0 rows)" in purged.stdout, purged.stderr
    assert tables(other_site) == set()
