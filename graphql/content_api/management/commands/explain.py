"""manage.py explain --cost FILE: what each field of a document costs."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from content_api.admission.shape import shape_of
from content_api.admission.tolls import bill_of
from content_api.http.documents import prepare


class Command(BaseCommand):
    help = "Explains a GraphQL document: its shape, and with --cost the points of each field."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a file, or - for standard input")
        parser.add_argument("--cost", action="store_true", help="points of each field")
        parser.add_argument("--operation", help="name of the operation, when there are several")
        parser.add_argument("--variables", default="{}", help="variables as JSON")
        parser.add_argument("--audience", choices=[*settings.API_LIMITS], default="anonymous")

    def handle(self, *args: Any, file: str, audience: str, **options: Any) -> None:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        limits = settings.API_LIMITS[audience]
        prepared = prepare(text, limits)
        if prepared.document is None or prepared.errors:
            raise CommandError("\n".join(error.message for error in prepared.errors))
        console = Console(file=self.stdout._out, width=100)
        console.print(shape_of(prepared.document))
        if options["cost"]:
            self.show_cost(console, prepared.document, limits, {**options, "audience": audience})

    def show_cost(self, console: Console, document: Any, limits: Any, options: dict[str, Any]) -> None:
        try:
            variables = json.loads(options["variables"])
        except ValueError as error:
            raise CommandError(f"--variables is not JSON: {error}.") from error
        bill = bill_of(document, options["operation"], variables)
        if bill is None:
            raise CommandError(
                "The operation cannot be chosen, or the variables do not fit its declarations."
            )
        table = Table("points", "field", box=None, pad_edge=False)
        for path, points in bill.lines:
            table.add_row(str(points), path)
        table.add_row(str(bill.requested), f"of {limits.cost} for {options['audience']}")
        console.print(table)
