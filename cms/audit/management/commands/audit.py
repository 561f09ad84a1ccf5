"""`manage.py audit`: verify the audit log, seal new events, anchor the end of its chain."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.audit.anchors import AnchorError, check_anchors, write_anchor
from cms.audit.chain import Fault, find_faults, seal_events
from cms.audit.models import AuditEvent

PROGRESS_SECONDS = 2.0
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Verifies the audit log, adds new events to its chain, or writes the end of the chain to its anchors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="find events that were changed, deleted or not sealed")
        verify.add_argument("--anchors", type=Path, help="also compare the chain with this file of anchors")
        seal = verbs.add_parser("seal", help="add new events to the chain")
        seal.add_argument(
            "--all", action="store_true", help="also those that were written more than a day ago"
        )
        verbs.add_parser("anchor", help="write the end of the chain where the settings say")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            match verb:
                case "verify":
                    self.verify(options["anchors"])
                case "seal":
                    self.stdout.write(f"{seal_events(options['all'])} events sealed")
                case "anchor":
                    self.stdout.write(write_anchor())
        except AnchorError as error:
            raise CommandError(str(error)) from error

    def verify(self, anchors: Path | None) -> None:
        faults = [*self.read_faults(), *(check_anchors(anchors) if anchors else ())]
        for fault in faults[:SHOWN]:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(
                f"The audit log has {len(faults)} faults; the first {SHOWN} at most are above."
            )
        self.stdout.write(f"The audit log is intact: {AuditEvent.objects.count()} events.")

    def read_faults(self) -> list[Fault]:
        """The faults; while they are looked for, how far it has come."""
        faults, said = [], time.monotonic()
        for found in find_faults():
            if isinstance(found, Fault):
                faults.append(found)
            elif time.monotonic() - said > PROGRESS_SECONDS:
                said = time.monotonic()
                self.stdout.write(f"{found} events verified…")
        return faults
