"""manage.py trusted_documents: compile operations to a manifest, register it, see who uses what, and its keys."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from content_api.documents.trusted.documents import UnfitDocument, build_warnings, exceeds_anonymous_limit
from content_api.documents.trusted.keys import create_key, revoke_key
from content_api.documents.trusted.manifest import FOLDER, MANIFEST, compile_folder, manifest_text
from content_api.documents.trusted.registration import RegistrationRefused, register
from content_api.documents.trusted.usage import asking_for, find_broken_documents
from content_api.models import RegistrationKey, TrustedDocument

UNUSED_DAYS = 90
TOO_DEAR = " (over the limit for anonymous clients)"


class Command(BaseCommand):
    help = "Trusted documents: compile, register, list and prune them, and the keys that register them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="action", required=True, metavar="compile|register|list|…")
        compiling = commands.add_parser("compile", help="write the manifest of the operations")
        compiling.add_argument(
            "--check", action="store_true", help="change nothing; fail when it is out of date"
        )
        compiling.add_argument("--folder", type=Path, default=FOLDER, help="default: graphql/operations")
        compiling.add_argument(
            "--manifest", type=Path, default=MANIFEST, help="default: graphql/operations.json"
        )
        registering = commands.add_parser("register", help="register the documents of a manifest")
        registering.add_argument("--release", required=True, help="version of the frontend that sends them")
        registering.add_argument(
            "--manifest", type=Path, default=MANIFEST, help="default: graphql/operations.json"
        )
        registering.add_argument(
            "--owner", default="", help="their owner, for manifests that do not name one (default: theme)"
        )
        listing = commands.add_parser("list", help="every document: owner, cost, and when it was last used")
        listing.add_argument(
            "--asks-for", default="", metavar="Type.field", help="only documents that select it"
        )
        commands.add_parser("check", help="fail when the schema no longer answers a registered document")
        pruning = commands.add_parser("prune", help="delete documents that are no longer used")
        pruning.add_argument(
            "--days", type=int, default=UNUSED_DAYS, help=f"unused for so long ({UNUSED_DAYS})"
        )
        pruning.add_argument("--dry-run", action="store_true", help="list them and delete nothing")
        making = commands.add_parser(
            "create-key", help="create a key for POST /graphql/documents; it is shown once"
        )
        making.add_argument("name", help="who has it")
        making.add_argument(
            "--owner", default="", help="the owner whose documents it registers (default: any)"
        )
        commands.add_parser("revoke-key", help="revoke a key").add_argument("prefix")
        commands.add_parser("keys", help="every key, without its secret")

    def handle(self, *args: Any, **options: Any) -> None:
        given = Namespace(**options)
        getattr(self, f"do_{given.action}".replace("-", "_"))(given)

    def do_compile(self, given: Namespace) -> None:
        try:
            documents = compile_folder(given.folder)
        except UnfitDocument as error:
            raise CommandError(str(error)) from error
        text, target = manifest_text(documents), given.manifest
        if given.check:
            if not target.exists() or target.read_text(encoding="utf-8") != text:
                raise CommandError(
                    f"{target.name} is out of date. Run `make schema` and review the difference."
                )
            return
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error}") from error
        self.stdout.write(f"Wrote {target.name}: {len(documents)} documents.")
        self.warn(build_warnings(documents))

    def do_register(self, given: Namespace) -> None:
        try:
            manifest = json.loads(given.manifest.read_text(encoding="utf-8"))
            counted = register(manifest, given.release, owner=given.owner)
        except (OSError, ValueError) as error:
            raise CommandError(f"{given.manifest} cannot be read: {error}") from error
        except RegistrationRefused as error:
            raise CommandError(f"Nothing was registered.\n{error}") from error
        self.stdout.write(f"{given.release}: {counted.new} new, {counted.known} unchanged.")
        self.warn(counted.warnings)

    def warn(self, warnings: Iterable[str]) -> None:
        for each in warnings:
            self.stderr.write(self.style.WARNING(f"Warning: {each}"))

    def do_list(self, given: Namespace) -> None:
        rows = TrustedDocument.objects.filter(asking_for(given.asks_for)).order_by("owner", "name", "id")
        table = Table("name", "owner", "release", "cost", "uses", "last used", "id", box=None, pad_edge=False)
        for row in rows:
            used = f"{row.last_used_at:%Y-%m-%d %H:%M}" if row.last_used_at else "never"
            cost = f"{row.cost}{TOO_DEAR if exceeds_anonymous_limit(row.cost) else ''}"
            table.add_row(row.name, row.owner, row.release, cost, f"{row.uses}", used, row.id[:12])
        self.show(table)

    def do_check(self, given: Namespace) -> None:
        found = [
            f"{document.owner}: {document}, release {document.release}: {why}"
            for document, why in find_broken_documents()
        ]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("The schema answers every registered document.")

    def do_prune(self, given: Namespace) -> None:
        """Forget what was neither registered nor used for some days."""
        since = timezone.now() - timedelta(days=given.days)
        unused = Q(last_used_at__lt=since) | Q(last_used_at__isnull=True)
        rows = TrustedDocument.objects.filter(unused, registered_at__lt=since)
        for row in rows.order_by("owner", "name", "id"):
            self.stdout.write(f"{row.owner}: {row}")
        count = rows.count() if given.dry_run else rows.delete()[0]
        self.stdout.write(f"{count} {'would be forgotten' if given.dry_run else 'forgotten'}.")

    def do_create_key(self, given: Namespace) -> None:
        try:
            self.stdout.write(create_key(given.name[:100], given.owner))
        except ValueError as error:
            raise CommandError(str(error)) from error

    def do_revoke_key(self, given: Namespace) -> None:
        if not revoke_key(given.prefix):
            raise CommandError(f"No key in force begins with {given.prefix}: see `trusted_documents keys`.")
        self.stdout.write(f"Revoked {given.prefix}.")

    def do_keys(self, given: Namespace) -> None:
        table = Table("prefix", "name", "owner", "made", "last used", "revoked", box=None, pad_edge=False)
        for key in RegistrationKey.objects.order_by("created_at", "pk"):
            days = [
                f"{day:%Y-%m-%d}" if day else "" for day in (key.created_at, key.last_used_at, key.revoked_at)
            ]
            table.add_row(key.prefix, key.name, key.owner or "all", *days)
        self.show(table)

    def show(self, table: Table) -> None:
        Console(file=self.stdout._out, width=120).print(table)
