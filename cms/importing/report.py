"""The refused lines as a file: CSV for spreadsheets, JSON Lines for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from cms.importing.models import ImportProblem
from cms.importing.text import FORMULA_STARTS

COLUMNS = ("file", "line", "kind", "key", "reason")


class Writable(Protocol):
    def write(self, text: str, /) -> Any: ...


def write_report(problems: Iterable[ImportProblem], file: Writable, *, as_csv: bool) -> int:
    """Write one row for each refused line; the number of rows."""
    rows = ({name: getattr(problem, name) for name in COLUMNS} for problem in problems)
    return write_csv(rows, file) if as_csv else write_json(rows, file)


def write_json(rows: Iterator[dict[str, Any]], file: Writable) -> int:
    lines = [file.write(json.dumps(row, ensure_ascii=False) + "\n") for row in rows]
    return len(lines)


def write_csv(rows: Iterator[dict[str, Any]], file: Writable) -> int:
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    lines = [writer.writerow({name: safe_cell(value) for name, value in row.items()}) for row in rows]
    return len(lines)


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
