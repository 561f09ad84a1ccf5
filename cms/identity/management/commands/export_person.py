"""manage.py export_person: a copy of everything that is held of somebody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from cms.identity.lookup import find_person
from cms.identity.privacy import IncompleteDataError, export_person


class Command(BaseCommand):
    help = "Writes all data that the site and its plugins store about a person as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="user name or e-mail address")
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="a file that only you can read, instead of the screen"
        )

    def handle(self, *args: Any, person: str, out: Path | None, **options: Any) -> None:
        try:
            found = export_person(find_person(person))
        except IncompleteDataError as error:
            raise CommandError(f"{error} Nothing was exported.") from error
        text = json.dumps(found, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        if out is None:
            self.stdout.write(text)
            return
        out.touch(mode=0o600)
        out.write_text(text, encoding="utf-8")
        self.stdout.write(f"Wrote {out}.")
