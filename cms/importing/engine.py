"""Running an import: batches, each one transaction, with progress that a later run can take up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from cms.importing.errors import UnusableFile
from cms.importing.models import ImportProblem, ImportRun, RunState
from cms.importing.plan import Plan
from cms.importing.records import Item, Options, Problem, Result
from cms.importing.registry import importer_for, kinds
from cms.importing.sources import Source
from cms.importing.workers import Runner, in_order, run_batch

BATCH = 500
"""Records of one transaction."""

Progress = Callable[[ImportRun], None]


def run_import(
    run: ImportRun,
    sources: Sequence[Source],
    options: Options,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> ImportRun:
    """Import the sources and keep account in `run`, which may be one that was interrupted.

    A dry run does everything in one transaction and takes it back. UnusableFile is raised before anything changes.
    """
    plan = Plan(sources, options)
    work = Work(run, plan, options, progress or (lambda run: None))
    work.begin()
    try:
        with taken_back() if options.rehearsal else in_order(1 if options.rehearsal else workers) as runner:
            work.go(runner or run_batch_now)
    except BaseException as error:
        work.fail(error)
        raise
    work.end()
    return run


def run_batch_now(jobs: Iterable[tuple[str, list[Item], Options, bool]]) -> Iterator[Result]:
    return (run_batch(*job) for job in jobs)


@contextmanager
def taken_back() -> Iterator[Runner | None]:
    """A transaction that leaves nothing behind."""
    with transaction.atomic():
        yield None
        transaction.set_rollback(True)


class Work:
    """The account of one import."""

    def __init__(self, run: ImportRun, plan: Plan, options: Options, progress: Progress) -> None:
        self.run, self.plan, self.options, self.progress = run, plan, options, progress
        self.problems: list[Problem] = []

    def begin(self) -> None:
        run, plan = self.run, self.plan
        if run.position or run.waiting:
            if run.file_hash != plan.digest:
                raise UnusableFile("The files have changed since the run that is to be resumed: start anew.")
        else:
            run.total, run.file_hash = plan.total, plan.digest
            self._note(plan.problems)
        run.state = RunState.RUNNING
        run.save()

    def go(self, runner: Runner) -> None:
        start = 0
        for kind in kinds():
            count = self.plan.count_of(kind)
            if count and (start + count > self.run.position or self.run.waiting):
                self._import(kind, start, runner)
            start += count

    def _import(self, kind: str, start: int, runner: Runner) -> None:
        """Import all records of a kind, first those that need no later one, then those that waited."""
        waiting = set(self.run.waiting)
        numbered = enumerate(self.plan.items_of(kind), start)
        fresh = ((place, item) for place, item in numbered if place >= self.run.position)
        batches: list[list[tuple[int, Item]]] = []
        jobs = self._jobs(kind, fresh, batches)
        results = runner(jobs) if importer_for(kind).parallel else run_batch_now(jobs)
        for result in results:
            batch = batches.pop(0)
            places = {id_of(item): place for place, item in batch}
            waiting |= {places[id_of(item)] for item in result.waiting}
            self._keep(result, batch[-1][0] + 1, sorted(waiting))
        self._finish_waiting(kind, start, waiting)

    def _jobs(
        self, kind: str, fresh: Iterator[tuple[int, Item]], batches: list[list[tuple[int, Item]]]
    ) -> Iterator[tuple[str, list[Item], Options, bool]]:
        while batch := list(islice(fresh, BATCH)):
            batches.append(batch)
            yield kind, [item for _, item in batch], self.options, False

    def _finish_waiting(self, kind: str, start: int, waiting: set[int]) -> None:
        """Go through the waiting records again for as long as that helps, and then all together for the last time."""
        while waiting:
            items = [item for place, item in enumerate(self.plan.items_of(kind), start) if place in waiting]
            places = {id_of(item): place for place, item in zip(sorted(waiting), items, strict=True)}
            before = len(waiting)
            for first in range(0, before, BATCH):
                batch = items[first : first + BATCH]
                result = run_batch(kind, batch, self.options, False)
                waiting -= {places[id_of(item)] for item in batch}
                waiting |= {places[id_of(item)] for item in result.waiting}
                self._keep(result, self.run.position, sorted(waiting))
            if len(waiting) == before:
                result = run_batch(kind, items, self.options, True)
                waiting = set()
                self._keep(result, self.run.position, [])

    def _keep(self, result: Result, position: int, waiting: list[int]) -> None:
        run = self.run
        run.created += result.created
        run.updated += result.updated
        run.unchanged += result.unchanged
        run.position, run.waiting = position, waiting
        with transaction.atomic():
            self._note(result.refused)
            run.save()
        self.progress(run)

    def _note(self, problems: Sequence[Problem]) -> None:
        """Write refused lines down: at once, or at the end of a dry run, which takes back what it writes."""
        self.run.refused += len(problems)
        self.problems += problems
        if not self.options.rehearsal:
            self._write_problems()

    def _write_problems(self) -> None:
        if self.run.pk is None:
            self.run.save()
        ImportProblem.objects.bulk_create(
            ImportProblem(
                run=self.run, file=Path(item.file).name[:255], line=item.line, kind=item.kind[:20], key=item.key[:255],
                reason=item.reason,
            )
            for item in self.problems
        )  # fmt: skip
        self.problems = []

    def end(self) -> None:
        self.run.state, self.run.finished_at = RunState.FINISHED, timezone.now()
        self.run.save()
        self._write_problems()

    def fail(self, error: BaseException) -> None:
        self.run.state, self.run.finished_at = RunState.FAILED, timezone.now()
        self.run.message = f"{type(error).__name__}: {error}"[:2000]
        self.run.save()


def id_of(item: Item) -> tuple[str, int]:
    return item.file, item.line
