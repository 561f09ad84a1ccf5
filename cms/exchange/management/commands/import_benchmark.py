"""manage.py import_benchmark: measure the bulk writer against Wagtail's calls for each page."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.exchange.errors import UnusableFile
from cms.exchange.formats.sources import open_source
from cms.exchange.kinds.registry import find_creatable, find_csv_importer
from cms.exchange.records import Options
from cms.exchange.runs.benchmark import Timing, compare


class Command(BaseCommand):
    help = "Import the first rows of a file in bulk and page by page, alternately, and roll both back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--rows", type=int, default=2000)
        parser.add_argument("--kind", default=find_csv_importer().kind)
        parser.add_argument("--format", choices=["auto", "csv", "ndjson"], default="auto")

    def handle(self, *args: Any, **options: Any) -> None:
        source = open_source(options["file"], options["format"], None)
        settings = Options(create_missing=frozenset(find_creatable()), allow_duplicates=True)
        try:
            result = compare([source], options["kind"], options["rows"], settings)
        except UnusableFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{result.rows} rows of {options['file'].name}, in turns")
        self.print_timing("in bulk", result.bulk, result.rows)
        self.print_timing("page by page", result.single, result.rows)
        self.stdout.write(
            f"ratio: {result.ratio:.1f} by the clock, {result.single.cpu / result.bulk.cpu:.1f} by CPU"
        )

    def print_timing(self, name: str, timing: Timing, rows: int) -> None:
        self.stdout.write(
            f"{name:>13}: {timing.wall:7.2f} s wall, {timing.cpu:7.2f} s CPU, {rows / timing.wall:6.0f} rows/s"
        )
