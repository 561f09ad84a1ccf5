"""Running an import: batches, each one transaction, with progress that a later run can take up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import groupby, islice

from django.db import transaction

from cms.exchange.fields.characters import escape_invisible
from cms.exchange.formats.constants import check_constants
from cms.exchange.formats.sources import Source
from cms.exchange.kinds.registry import importer_for, is_page, kinds
from cms.exchange.models import ImportRun
from cms.exchange.records import Item, Options, Result
from cms.exchange.runs.known_titles import find_warnings
from cms.exchange.runs.plan import Plan
from cms.exchange.runs.progress import RunProgress
from cms.exchange.runs.workers import Job, Runner, in_order, run_batch, run_together

BATCH = 500
"""Records of one transaction."""

Numbered = list[tuple[int, Item]]
"""Records with their places in the order of the import."""


def run_import(
    run: ImportRun,
    sources: Sequence[Source],
    options: Options,
    *,
    workers: int = 1,
    progress: Callable[[ImportRun], None] | None = None,
    warn: Callable[[str], object] | None = None,
) -> ImportRun:
    """Import the sources and keep account in `run`, which may be one that was interrupted.

    warn: is told before the first record what people should know of the files, which `run.message` holds as well.
    A dry run does everything in one transaction and takes it back. UnusableFile is raised before anything
    changes.
    """
    options = replace(options, started_at=run.created_at)
    plan = Plan(sources, options)
    check_constants(plan, options)
    account = RunProgress(run, options, progress or (lambda run: None))
    account.begin(plan)
    if not account.position:
        warnings = find_warnings(plan, options)
        run.write_message(warning.change(escape_invisible) for warning in warnings)
        if warn:
            for warning in warnings:
                warn(warning)
    runners: AbstractContextManager[Runner | None] = roll_back() if options.dry_run else in_order(workers)
    with account.record_end(), runners as runner:
        ImportEngine(plan, account, options, runner or run_here).run()
    if not options.dry_run:
        for kind in kinds():
            if kind in account.written:
                importer_for(kind).update_dependents()
    return run


def run_here(jobs: Iterable[Job]) -> Iterator[Result]:
    return (run_batch(*job) for job in jobs)


@contextmanager
def roll_back() -> Iterator[Runner | None]:
    """A transaction that leaves nothing behind."""
    with transaction.atomic():
        yield None
        transaction.set_rollback(True)


class ImportEngine:
    """The batches of an import, kind after kind, and then the records that had to wait for others."""

    def __init__(self, plan: Plan, account: RunProgress, options: Options, runner: Runner) -> None:
        self.plan, self.account, self.options, self.runner = plan, account, options, runner

    def run(self) -> None:
        """Kind after kind. Pages that wait for each other are written together after the last kind of pages."""
        start, left = 0, kinds()
        while left:
            kind = left.pop(0)
            count = self.plan.count_items(kind)
            if start + count > self.account.position:
                self._import(kind, start)
            start += count
            self._retry(BATCH, start)
            if not any(is_page(each) for each in left):
                self._finish(start)

    def _import(self, kind: str, start: int) -> None:
        numbered = enumerate(self.plan.iterate_items(kind), start)
        fresh = ((place, item) for place, item in numbered if place >= self.account.position)
        batches: list[Numbered] = []
        runner = self.runner if importer_for(kind).parallel else run_here
        jobs = self._jobs(kind, fresh, batches, reserve=runner is not run_here)
        for result in runner(jobs):
            self.account.keep(batches.pop(0), result)

    def _jobs(
        self, kind: str, fresh: Iterator[tuple[int, Item]], batches: list[Numbered], *, reserve: bool
    ) -> Iterator[Job]:
        """The batches of a kind. reserve: number their rows now, because other processes write them in any order."""
        while batch := list(islice(fresh, BATCH)):
            batches.append(batch)
            items = [item for _, item in batch]
            yield kind, importer_for(kind).reserve(items) if reserve else items, self.options, False

    def _finish(self, end: int) -> None:
        """Write the records that still wait, of all kinds: those that name each other together, or not at all."""
        if not self.account.waiting:
            return
        if numbered := [pair for _, group in self._load_waiting(end) for pair in group]:
            self.account.keep(numbered, run_together([item for _, item in numbered], self.options))

    def _retry(self, size: int, end: int) -> None:
        """Try waiting records again, at most `size` together, for as long as that helps."""
        before = -1
        while self.account.waiting and before != len(self.account.waiting):
            before = len(self.account.waiting)
            self._round(size, end)

    def _round(self, size: int, end: int) -> None:
        for kind, numbered in self._load_waiting(end):
            for first in range(0, len(numbered), size):
                batch = numbered[first : first + size]
                result = run_batch(kind, [item for _, item in batch], self.options, False)
                self.account.keep(batch, result)

    def _load_waiting(self, end: int) -> list[tuple[str, Numbered]]:
        """The waiting records by kind, read from their files again."""
        waiting = self.account.waiting
        found = [
            (place, item) for place, item in enumerate(self.plan.items()) if place in waiting and place < end
        ]
        return [(kind, list(group)) for kind, group in groupby(found, key=lambda pair: pair[1].kind)]
