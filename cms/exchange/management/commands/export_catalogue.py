"""manage.py export_catalogue: write what is published as NDJSON."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.base.events import tell_event
from cms.exchange.errors import UnusableFile
from cms.exchange.kinds.registry import kinds
from cms.exchange.runs.export import write_catalogue


class Command(BaseCommand):
    help = (
        "Export what is published, with reviews of all states, in the form that import_catalogue reads. "
        "The file holds login names: keep it as safe as the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="FOLDER|FILE")
        parser.add_argument("--kinds", nargs="+", choices=kinds(), default=[], metavar="KIND")
        parser.add_argument("--locale", default="", help="pages of this language only, such as de")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = write_catalogue(options["out"], options["kinds"], options["locale"])
        except UnusableFile as error:
            raise CommandError(str(error)) from error
        tell_event("export.made", kinds=" ".join(written), locale=options["locale"])
        listed = ", ".join(f"{count} {kind}" for kind, count in written.items())
        self.stdout.write(
            f"Wrote {written.total()} records ({listed or 'nothing is published'}) to {options['out']}"
        )
