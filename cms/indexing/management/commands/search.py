"""manage.py search: rebuild the search index, or check it against the database."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.indexing.rebuilding import Differences, find_differences, rebuild, repair
from cms.indexing.vector_rebuilding import (
    find_vector_differences,
    rebuild_vectors,
    repair_vectors,
)
from cms.indexing.vectors import VectorIndex, find_vector_index
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.search import SearchProvider
from cms.plugins.runtime.slots import list_slot

SHOWN = 10
STEP = 5000
"""Documents after which progress is printed."""


class Command(BaseCommand):
    help = "rebuild: build the whole search index. check: compare it with the database, and repair it. "
    "Each does so for every plugin of the slot `search`, and for vectors, where a plugin fills the slot `embedding`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("rebuild", "check"))
        parser.add_argument(
            "--dry-run", action="store_true", help="check: report the differences, change nothing."
        )

    def handle(self, *args: Any, action: str, dry_run: bool = False, **options: Any) -> None:
        providers = list_slot(SearchProvider)
        if not providers:
            raise CommandError("No plugin fills the slot `search`: see `manage.py plugins list`.")
        for provider in providers:
            if len(providers) > 1:
                self.stdout.write(f"{provider.name}:")
            self.print_result(
                partial(self.build_index, provider)
                if action == "rebuild"
                else partial(self.compare_index, provider, dry_run)
            )
        if (vectors := find_vector_index()) is not None:
            self.stdout.write(f"{vectors.name}, {vectors.embedder.model}:")
            self.print_result(
                partial(self.make_vectors, vectors)
                if action == "rebuild"
                else partial(self.compare_vectors, vectors, dry_run)
            )

    def print_result(self, run: Callable[[], str]) -> None:
        started, self.next_step = time.perf_counter(), STEP
        try:
            result = run()
        except CallFailed as error:
            raise CommandError(f"{error} What is indexed so far stays; run the command again.") from error
        self.stdout.write(f"{result} {time.perf_counter() - started:.1f} s.")

    def build_index(self, provider: SearchProvider) -> str:
        return f"{rebuild(provider, self.print_progress):,} documents indexed in"

    def compare_index(self, provider: SearchProvider, dry_run: bool) -> str:
        differences = find_differences(provider, self.print_progress)
        self.describe(differences)
        if not differences.list_all():
            return "The index agrees with the database; compared in"
        if dry_run:
            return "Nothing was changed, because of --dry-run;"
        repair(provider, differences)
        return f"{len(differences.list_all()):,} documents repaired in"

    def make_vectors(self, index: VectorIndex) -> str:
        return f"{rebuild_vectors(index, self.print_part):,} vectors made in"

    def compare_vectors(self, index: VectorIndex, dry_run: bool) -> str:
        differences = find_vector_differences(index, self.print_progress)
        self.describe(differences)
        if not differences.list_all():
            return "The vectors agree with the database; compared in"
        if dry_run:
            return "Nothing was changed, because of --dry-run;"
        repair_vectors(index, differences)
        return f"{len(differences.list_all()):,} vectors repaired in"

    def describe(self, differences: Differences) -> None:
        parts = {
            "missing": differences.missing,
            "with another text": differences.outdated,
            "of rows that are not live": differences.superfluous,
        }
        for text, keys in parts.items():
            shown = ", ".join(f"{each.kind} {each.key}" for each in keys[:SHOWN])
            if keys:
                self.stdout.write(f"{len(keys):,} {text}: {shown}{'…' if len(keys) > SHOWN else ''}")

    def print_progress(self, done: int, total: int) -> None:
        if done == total or done >= self.next_step:
            self.next_step = done + STEP
            self.stdout.write(f"{done:,} of {total:,}")

    def print_part(self, done: int, total: int) -> None:
        """A model takes longer than an index."""
        self.stdout.write(f"{done:,} of {total:,}")
