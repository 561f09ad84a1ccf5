"""Write graphql/schema.graphql, or check that the committed file is what the code says.

Plugins from outside the checkout stay out of the file: it is the schema that everybody has. `--all` prints theirs, too.
"""

from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content_api.schema.build import list_private_plugins, schema_sdl, tracked_sdl

TARGET = Path(settings.BASE_DIR) / "graphql" / "schema.graphql"
SHOWN = 20


class Command(BaseCommand):
    help = "Writes the GraphQL schema to graphql/schema.graphql."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail when the file is out of date."
        )

        parser.add_argument(
            "--all",
            action="store_true",
            help="Print the schema of this site, with all its plugins; write nothing.",
        )

    def handle(self, *args: Any, check: bool, all: bool, **options: Any) -> None:
        if all:
            self.stdout.write(schema_sdl(), ending="")
            return
        text = tracked_sdl()
        if not check:
            TARGET.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {TARGET.name}: {len(text.splitlines())} lines.")
            if private := list_private_plugins():
                self.stdout.write(f"Left out, because they are not in plugins/: {', '.join(private)}.")
            return
        committed = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        if committed != text:
            raise CommandError(
                "graphql/schema.graphql is out of date. Run `make schema` and review the difference, which begins:\n"
                + first_difference(committed, text)
            )


def first_difference(committed: str, current: str) -> str:
    """The first lines that differ, as a unified diff."""
    lines = unified_diff(
        committed.splitlines(), current.splitlines(), "committed", "current", lineterm="", n=1
    )
    return "\n".join(islice(lines, SHOWN))
