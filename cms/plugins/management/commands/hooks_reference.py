"""Write docs/reference/hooks.md from the hook specifications, or check that it is current."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.plugins.management.reference import reference

TARGET = Path(settings.BASE_DIR) / "docs" / "reference" / "hooks.md"


class Command(BaseCommand):
    help = "Writes docs/reference/hooks.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail when the page is out of date."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = reference()
        if not check:
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            TARGET.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote docs/reference/{TARGET.name}.")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            raise CommandError("docs/reference/hooks.md is out of date. Run `make docs`.")
