"""manage.py blocking_migrations: refuse migrations that a site cannot run while it serves."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.operations.blocking.migrations import BlockingMigration, find_blocking, list_own_labels

__all__ = ["ACCEPTED", "Command"]

ACCEPTED = Path("deploy") / "accepted-migrations.txt"
HEAD = """# Migrations that lock tables or break the version before, and were accepted: sites are closed while they run.
# `manage.py blocking_migrations --accept` writes this file.
"""


class Command(BaseCommand):
    help = (
        "Find migrations that cannot run while the version before serves: locks on whole tables, columns that are "
        "removed or renamed, columns that it cannot fill. Exits with 1 for one that is not accepted."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accept", action="store_true",
            help=f"write all that are found to {ACCEPTED}; then sites must be closed for them",
        )  # fmt: skip

    def handle(self, *args: Any, accept: bool, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / ACCEPTED
        found = sorted(set(find_blocking(list_own_labels())))
        names = sorted({each.migration for each in found})
        if accept:
            path.write_text(HEAD + "".join(f"{name}\n" for name in names), encoding="utf-8")
            self.stdout.write(f"{len(names)} migrations are accepted.")
            return
        accepted = read_accepted(path)
        refused = [each for each in found if each.migration not in accepted]
        gone = accepted - set(names)
        stale = [f"{name} blocks nothing any more: remove it from {ACCEPTED}." for name in sorted(gone)]
        if refused or stale:
            raise CommandError("\n".join([*map(describe, refused), *stale]))
        self.stdout.write(f"No migration blocks a running site, but for {len(names)} that were accepted.")


def read_accepted(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def describe(found: BlockingMigration) -> str:
    return f"{found.migration}: “{found.operation}” {found.what}. {found.remedy}"
