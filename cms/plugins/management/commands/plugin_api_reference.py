"""Write docs/reference/plugin-api.md from the docstrings of `cms.plugin_api`, or check that it is current."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.plugins.management.api_reference import plugin_api_reference

TARGET = Path(settings.BASE_DIR) / "docs" / "reference" / "plugin-api.md"


class Command(BaseCommand):
    help = "Writes docs/reference/plugin-api.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail when the page is out of date."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = plugin_api_reference()
        if not check:
            TARGET.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote docs/reference/{TARGET.name}.")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            raise CommandError("docs/reference/plugin-api.md is out of date. Run `make docs`.")
