"""The rejected lines as a file: CSV for spreadsheets, JSON Lines for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Count, Min

from cms.base.spreadsheet_cells import neutralise_cell
from cms.exchange.fields.characters import escape_invisible
from cms.exchange.models import ImportProblem, ImportRun

COLUMNS = {"file": "file", "line": "line", "kind": "kind", "key": "key", "reason": "shown_reason"}
"""What each column of a report is read from: reasons are in the language of the reader."""


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """The same problem in one or more lines of a file. problem: one of them. line: the first."""

    problem: ImportProblem
    line: int
    count: int

    @property
    def others(self) -> int:
        return self.count - 1

    def __str__(self) -> str:
        more = f" and {self.others:,} more" if self.others else ""
        return f"{self.problem.file}, line {self.line}{more}: {self.problem.shown_reason}"


def group_problems(run: ImportRun, most: int) -> tuple[list[ProblemGroup], int]:
    """The first groups of equal problems of a run, in the order of their first lines, and how many there are."""
    equal = run.problems.order_by().values("file", "reason")
    found = equal.annotate(count=Count("pk"), first=Min("pk"), start=Min("line"))
    chosen = list(found.order_by("file", "start", "first")[:most])
    rows = run.problems.in_bulk([group["first"] for group in chosen])
    groups = [ProblemGroup(rows[group["first"]], group["start"], group["count"]) for group in chosen]
    return groups, found.count()


class Writable(Protocol):
    def write(self, text: str, /) -> Any: ...


def write_report(problems: Iterable[ImportProblem], file: Writable, *, as_csv: bool) -> int:
    """Write one row for each rejected line; the number of rows."""
    rows = (
        {name: format_cell(getattr(problem, column)) for name, column in COLUMNS.items()}
        for problem in problems
    )
    return write_csv(rows, file) if as_csv else write_json(rows, file)


def format_cell(value: Any) -> Any:
    """A value on one line, without invisible characters."""
    return escape_invisible(" ".join(value.split())) if isinstance(value, str) else value


def write_json(rows: Iterator[dict[str, Any]], file: Writable) -> int:
    lines = [file.write(json.dumps(row, ensure_ascii=False) + "\n") for row in rows]
    return len(lines)


def write_csv(rows: Iterator[dict[str, Any]], file: Writable) -> int:
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    lines = [writer.writerow({name: neutralise_cell(value) for name, value in row.items()}) for row in rows]
    return len(lines)
