"""manage.py import_catalogue: bring records of all kinds and what they need into the site."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cms.exchange.errors import UnusableFile, suggest_name
from cms.exchange.fields.plain import Text
from cms.exchange.formats.mapping import read_mapping
from cms.exchange.formats.sources import Source, open_source
from cms.exchange.kinds.registry import find_creatable, find_created_unasked, importer_for, kinds
from cms.exchange.models import ImportRun, RunState
from cms.exchange.records import Options, default_language
from cms.exchange.runs.engine import run_import
from cms.exchange.runs.plan import compute_digest
from cms.exchange.runs.progress import HELD_BACK
from cms.exchange.runs.report import group_problems, write_report

SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    help = "Import CSV or NDJSON files. Exit status 1 when a line was rejected; the others are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        creatable, unasked = find_creatable(), sorted(find_created_unasked())
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=["auto", "csv", "ndjson"], default="auto")
        parser.add_argument("--mapping", type=Path, help="TOML or JSON file that maps CSV columns to fields")
        parser.add_argument(
            "--source",
            metavar="NAME",
            help="list that CSV rows come from; it identifies them in later runs (default: the file name)",
        )
        parser.add_argument("--locale", default=default_language(), help="language of records that name none")
        parser.add_argument(
            "--create-missing", nargs="*", choices=creatable, default=unasked, metavar="KIND",
            help=f"what CSV cells may create by naming it: {', '.join(creatable)} (default: {', '.join(unasked)})",
        )  # fmt: skip
        parser.add_argument(
            "--media", type=Path, help="folder of images and documents (default: that of each file)"
        )
        parser.add_argument(
            "--truncate", nargs="+", default=[], metavar="FIELD",
            help="text fields that are cut when they are too long, such as summary",
        )  # fmt: skip
        parser.add_argument(
            "--allow-duplicates", action="store_true",
            help="also create solutions that match an existing one by name and by vendor or website",
        )  # fmt: skip
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would change and change nothing"
        )
        parser.add_argument(
            "--workers", type=int, default=1, metavar="N", help="processes that write batches"
        )
        parser.add_argument(
            "--resume", action="store_true", help="go on where an interrupted run of these files ended"
        )
        parser.add_argument(
            "--report", type=Path, metavar="PATH", help="write rejected lines to PATH (.csv or .jsonl)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        refuse_unusable(options)
        try:
            sources = open_sources(options)
            run = find_or_create_run(options, sources)
            for source in sources:
                self.stdout.write(source.describe())
            with self.show_progress() as progress:
                run_import(
                    run,
                    sources,
                    import_options(options),
                    workers=options["workers"],
                    progress=progress,
                    warn=lambda text: self.stderr.write(f"Warning: {text}"),
                )
        except UnusableFile as error:
            raise CommandError(str(error)) from error
        self.print_result(run, time.monotonic() - started, options["report"])
        if run.refused:
            raise CommandError(f"{run.refused} of {run.total} lines were rejected; the others were kept.")

    @contextmanager
    def show_progress(self) -> Any:
        """A progress bar on a terminal, a line for each batch elsewhere."""
        if not sys.stdout.isatty() or self.stdout._out is not sys.stdout:  # type: ignore[attr-defined]
            yield self.print_changes()
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns) as bar:
            task = bar.add_task("Importing", total=None)
            yield lambda run: bar.update(task, total=run.total, completed=count_done(run))

    def print_changes(self) -> Callable[[ImportRun], None]:
        """Print how far the import is, when that has changed."""
        printed = ""

        def print_progress(run: ImportRun) -> None:
            nonlocal printed
            if (line := f"{run.percent} % of {run.total} lines") != printed:
                printed = line
                self.stdout.write(line)

        return print_progress

    def print_result(self, run: ImportRun, seconds: float, report: Path | None) -> None:
        if report:
            with report.open("w", encoding="utf-8", newline="") as file:
                write_report(run.problems.all(), file, as_csv=report.suffix.lower() == ".csv")
        self.list_problems(run, report)
        word = "Would be" if run.dry_run else "Now"
        self.stdout.write(
            f"{word}: {run.created} created, {run.updated} updated, {run.unchanged} unchanged, {run.refused} rejected; "
            f"{seconds:.1f} s, {count_done(run) / max(seconds, 0.001):.0f} rows/s"
        )

    def list_problems(self, run: ImportRun, report: Path | None) -> None:
        """Print the first problems, and where all of them are."""
        groups, count = group_problems(run, SHOWN_PROBLEMS)
        for group in groups:
            self.stderr.write(str(group))
        if held_back := run.options.get(HELD_BACK, 0):
            rows = (
                "1 row is a likely duplicate" if held_back == 1 else f"{held_back} rows are likely duplicates"
            )
            self.stderr.write(
                f"{rows} and held back: check them, then run with --allow-duplicates to create them."
            )
        others = count - len(groups)
        if others:
            self.stderr.write(
                f"and {others} other problems: see them all {f'in {report}' if report else 'with --report PATH'}"
            )
        elif report and count:
            self.stderr.write(f"All rejected lines are in {report}.")


def refuse_unusable(options: dict[str, Any]) -> None:
    """CommandError for what would stop the import after it has begun."""
    if options["workers"] < 1:
        raise CommandError(f"--workers {options['workers']}: give 1 or more.")
    known = {field.key for kind in kinds() for field in importer_for(kind).fields if isinstance(field, Text)}
    if unknown := [key for key in options["truncate"] if key not in known]:
        raise CommandError(
            f"--truncate {unknown[0]}: there is no such text field{suggest_name(unknown[0], known)}."
        )
    if options["source"] is not None and not options["source"].strip():
        raise CommandError("--source: give the name of the list, such as the name of its file.")
    media, report = options["media"], options["report"]
    if media and not Path(media).is_dir():
        raise CommandError(f"--media {media}: there is no such folder.")
    if report and not can_be_written(Path(report)):
        raise CommandError(
            f"--report {report}: the file cannot be written: name one in a folder that exists."
        )


def can_be_written(path: Path) -> bool:
    """Whether there is such a file that may be changed, or a folder in which it may be made."""
    return path.is_file() and os.access(path, os.W_OK) if path.exists() else os.access(path.parent, os.W_OK)


def count_done(run: ImportRun) -> int:
    return run.created + run.updated + run.unchanged + run.refused


def open_sources(options: dict[str, Any]) -> list[Source]:
    mapping = read_mapping(options["mapping"]) if options["mapping"] else None
    if options["source"]:
        mapping = {**(mapping or {}), "source": options["source"]}
    return [open_source(Path(path), options["format"], mapping) for path in options["files"]]


def import_options(options: dict[str, Any]) -> Options:
    return Options(
        locale=options["locale"],
        create_missing=frozenset(options["create_missing"]),
        dry_run=options["dry_run"],
        media=str(options["media"] or ""),
        truncate=frozenset(options["truncate"]),
        allow_duplicates=options["allow_duplicates"],
    )


def find_or_create_run(options: dict[str, Any], sources: list[Source]) -> ImportRun:
    """The interrupted run to go on with, or a new one."""
    if options["resume"]:
        stopped = ImportRun.objects.filter(
            file_hash=compute_digest([source.path for source in sources]), dry_run=False
        )
        run = stopped.exclude(state=RunState.FINISHED).first()
        if run is None:
            raise CommandError("There is no interrupted run of these files: run without --resume.")
        return run
    names = ", ".join(source.path.name for source in sources)
    return ImportRun(file_name=names[:255], dry_run=options["dry_run"])
