"""manage.py database_snapshot: write the migrated, empty database as SQL, for the first start of the demo."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.demo.snapshot import FILE, SnapshotError, build_snapshot


class Command(BaseCommand):
    help = "Write the migrated, empty database as SQL, for the first start of the demo. Takes about a minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when the file is out of date"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        try:
            text = build_snapshot()
        except SnapshotError as error:
            raise CommandError(str(error)) from error
        if not check:
            FILE.write_text(text)
            self.stdout.write(f"Wrote {FILE.name}: {len(text) // 1000} kB.")
        elif not FILE.exists() or FILE.read_text() != text:
            raise CommandError(f"{FILE.name} is out of date: run `make snapshot` and commit it.")
