"""The account of an import: what has been done, what waits, and what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason
from cms.exchange.errors import PLACED, UnusableFile, place_reason
from cms.exchange.fields.characters import escape_invisible
from cms.exchange.kinds.registry import kinds
from cms.exchange.models import ImportProblem, ImportRun, RunState
from cms.exchange.records import Item, Options, Problem, Result
from cms.exchange.runs.locks import shorten_escaped
from cms.exchange.runs.plan import Plan
from cms.exchange.writing.rejected import RejectedRecords

MOST_SURVIVORS = 20
MANY = Reason(_("More lines name records that were merged; see Merges in the menu."))
HELD_BACK = "held_back"
"""Where `ImportRun.options` counts the rejected records that are likely duplicates."""


class RunProgress:
    """Keeps an ImportRun up to date.

    position: records before it are done or waiting. waiting: places of records that wait for others. written: kinds
    of which rows have been created or changed, by an interrupted run as well.
    """

    def __init__(self, run: ImportRun, options: Options, progress: Callable[[ImportRun], None]) -> None:
        self.run, self.options, self.progress = run, options, progress
        self.position, self.waiting = run.position, set(run.waiting)
        self.problems: list[Problem] = []
        self.columns: dict[str, dict[str, str]] = {}
        self.written: set[str] = set()
        self.rejected = RejectedRecords()

    def begin(self, plan: Plan) -> None:
        """Start, or go on. UnusableFile when the files are not those of the run."""
        run = self.run
        self.columns = {str(source.path): source.columns for source in plan.sources}
        if not (run.position or run.waiting):
            run.total, run.file_hash = plan.total, plan.digest
            run.save()
            self._note(self.rejected.explain(plan.problems))
        elif run.file_hash != plan.digest:
            raise UnusableFile(_("The files have changed since the interrupted run: run without --resume."))
        else:
            self.rejected.add(run.problems.values_list("kind", "key", "file", "line"))
            self.written |= set(kinds() if run.created or run.updated else ())
        run.state = RunState.RUNNING
        run.save()

    def keep(self, batch: Sequence[tuple[int, Item]], result: Result) -> None:
        """Note what became of a batch. A record that was tried before waits no longer, or still."""
        waiting = {(item.file, item.line) for item in result.waiting}
        for place, item in batch:
            if (item.file, item.line) in waiting:
                self.waiting.add(place)
            else:
                self.waiting.discard(place)
        self.position = max(self.position, batch[-1][0] + 1)
        if result.created or result.updated:
            self.written |= {item.kind for _, item in batch}
        self._count(result)
        self._note_survivors(result.survivors)
        self._save(self.rejected.explain(result.refused))
        self.progress(self.run)

    def _count(self, result: Result) -> None:
        self.run.created += result.created
        self.run.updated += result.updated
        self.run.unchanged += result.unchanged

    def _note_survivors(self, texts: Sequence[Reason]) -> None:
        """Say once in the run's message which names mean another record; of many the first."""
        lines = self.run.message_lines
        for text in (each.change(escape_invisible) for each in texts):
            if text not in lines and MANY not in lines:
                lines.append(
                    text if sum(" was merged into " in line for line in lines) < MOST_SURVIVORS else MANY
                )
        self.run.write_message(lines)

    def _save(self, refused: Sequence[Problem]) -> None:
        self.run.position, self.run.waiting = self.position, sorted(self.waiting)
        with transaction.atomic():
            self._note(refused)
            self.run.save()

    def _note(self, problems: Sequence[Problem]) -> None:
        """Record rejected records: at once, or at the end of a dry run, which is rolled back."""
        self.run.refused += len(problems)
        self.problems += problems
        if held_back := sum(problem.held_back for problem in problems):
            self.run.options = {**self.run.options, HELD_BACK: self.run.options.get(HELD_BACK, 0) + held_back}
        if not self.options.dry_run:
            self._write_problems()

    def _write_problems(self) -> None:
        ImportProblem.objects.bulk_create(
            ImportProblem(
                run=self.run,
                file=escape_invisible(Path(problem.file).name)[:255],
                line=problem.line,
                kind=escape_invisible(problem.kind)[:20],
                key=escape_invisible(problem.key)[:255],
                reason=escape_invisible(reason),
                reason_parts=reason.change(escape_invisible).to_json(),
            )
            for problem in self.problems
            for reason in name_columns(problem.reason, self.columns.get(problem.file, {}))
        )
        self.problems = []

    @contextmanager
    def record_end(self) -> Iterator[None]:
        """Write down whether the import came to its end or broke off, and why."""
        try:
            yield
        except BaseException as error:
            self.run.state = RunState.FAILED
            name, told = type(error).__name__, getattr(error, "reason", "") or str(error)
            self.run.write_message([place_reason(name, told).change(shorten_escaped)])
            raise
        else:
            self.run.state = RunState.FINISHED
        finally:
            self.run.finished_at = timezone.now()
            self.run.save()
            self._write_problems()


def name_columns(reason: Reason, columns: dict[str, str]) -> list[Reason]:
    """The errors of a record with the names that its file has for the fields; one for each column."""
    found: dict[str, Reason] = {}
    for line in reason.list_parts():
        place = str(line.values["field"]) if line.template == PLACED else ""
        key, dot, inner = place.partition(".")
        if key in columns:
            name = f"{columns[key]}{dot}{inner}"
            found.setdefault(name, place_reason(name, line.values["reason"]))
        else:
            found.setdefault(line, line)
    return list(found.values())
