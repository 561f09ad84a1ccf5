"""Write docs/reference/settings.md from the settings themselves, or check that it is current."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.config.settings.env import BASE_DIR, Environment

TARGET = Path(settings.BASE_DIR) / "docs" / "reference" / "settings.md"
HEAD = """# Settings

Environment variables, or lines of a `.env` file in the site's folder: the checkout, or, where AiXplore is installed
as a package, the folder in which it is started. This page is generated from `cms/config/settings/env.py` by
`make docs`.

| variable | default | meaning |
| --- | --- | --- |
"""


class Command(BaseCommand):
    help = "Writes docs/reference/settings.md."
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
            raise CommandError("docs/reference/settings.md is out of date. Run `make docs`.")


def reference() -> str:
    """The page's text: one row for each setting, in the order of the class."""
    rows = []
    for name, field in Environment.model_fields.items():
        default = str(field.default).replace(str(BASE_DIR), ".")
        rows.append(f"| `{name.upper()}` | {f'`{default}`' if default else 'none'} | {field.description} |\n")
    return HEAD + "".join(rows)
