"""manage.py table_triggers: check the triggers that keep the API's answers current, and repair them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from content_api.access.table_triggers import list_wanted_tables
from content_api.access.trigger_faults import (
    TriggerFault,
    find_trigger_faults,
    renew_versions,
    repair_triggers,
)

__all__ = ["Command"]


class Command(BaseCommand):
    help = (
        "Check that every write to a table that the API reads changes the version of this table. "
        "Without that, answers and counts that are kept may be older than the last commit."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        doing = parser.add_mutually_exclusive_group()
        doing.add_argument("--repair", action="store_true", help="make missing and wrong triggers again")
        doing.add_argument(
            "--renew", action="store_true",
            help="change all versions, so that nothing kept before is used again",
        )  # fmt: skip
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="alias (default: default)")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        using = options["database"]
        tables = list_wanted_tables(connections[using])
        if not tables:
            raise CommandError("The database has no versions of tables: run `manage.py migrate` first.")
        faults = repair_triggers(using) if options["repair"] else find_trigger_faults(using)
        if options["renew"]:
            renew_versions(tables, using)
        self.report(faults, len(tables), **options)
        if faults and not options["repair"]:
            raise CommandError("Run `manage.py table_triggers --repair`.")

    def report(self, faults: list[TriggerFault], tables: int, **options: Any) -> None:
        if options["json"]:
            done = {name: options[name] for name in ("repair", "renew")}
            return self.stdout.write(
                json.dumps({"tables": tables, "faults": [asdict(each) for each in faults], **done})
            )
        for each in faults:
            self.stdout.write(f"{each.table} {each.problem}.")
        number = len({each.table for each in faults})
        repaired = f", {number} of them repaired" if options["repair"] else f", {number} with a fault"
        self.stdout.write(f"{tables} tables checked{repaired if number else ''}.")
        if options["renew"]:
            self.stdout.write("All versions are new: nothing that was kept before is used again.")
        return None
