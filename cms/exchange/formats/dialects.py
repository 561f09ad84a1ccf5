"""How a CSV file is written: which character separates its cells, and where its header begins."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason
from cms.exchange.errors import UnusableFile
from cms.exchange.fields.characters import CONTROL, escape_invisible
from cms.exchange.formats.lines import MAX_LINE, Line, read_lines

SEPARATORS = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("vertical bars")}
AT_LINE = _("%(file)s, line %(line)s: %(reason)s.")
NO_SEPARATOR = _(
    "%(file)s, line %(line)s: names %(character)s as the separator: write sep=; or remove the line."
)
CONTROL_IN_NAME = _(
    "%(file)s, line %(line)s: the column “%(name)s” has a control character in its name: remove it."
)
MIXED_ENDS = _(
    "has a CR outside quotes, while other lines end in LF: save the file with one kind of line end"
)
NO_CSV_IN_LINES = _(
    "is not CSV (%(error)s) in lines %(first)s to %(last)s: check the quotes, a cell may not be closed"
)
TABBED = (".tsv", ".tab")
DECLARED = re.compile(r'"?sep=([^\r\n"]?)"*\s*', re.IGNORECASE)
"""The line before the header in which Excel looks for the separator."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """The cells of a row and the line in which it begins, or why it cannot be used. lost: no separator would help."""

    line: int
    cells: list[str]
    reason: str = ""
    lost: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.reason and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The separator of a file, and the header: a name on one line for each of its cells, empty for some.

    declared: whether the first line of the file names the separator.
    """

    separator: str
    header: tuple[str, ...]
    declared: bool = False

    @property
    def separators(self) -> Reason:
        """What separates the cells, as people call it."""
        return Reason(SEPARATORS.get(self.separator, f"“{self.separator}”"))

    @property
    def width(self) -> int:
        """How many columns there are up to the last one with a name."""
        return max((place for place, name in enumerate(self.header, 1) if name), default=0)

    def rows(self, path: Path) -> Iterator[CsvRow]:
        """The rows below the header; empty ones are left out."""
        rows = read_rows(path, self.separator, skip=self.declared)
        next(rows)
        return (row for row in rows if not row.is_empty)


def detect_dialect(path: Path, columns: Collection[str]) -> Dialect:
    """The separator by which the header has most of the wanted columns, and then most columns at all.

    UnusableFile when the file has no header that can be read.
    """
    first = next(read_lines(path), Line(0))
    if declared := DECLARED.fullmatch(first.text):
        separator = check_separator(path.name, first, declared[1])
        return Dialect(separator, read_header(path, separator, skip=True), declared=True)
    order = sorted(SEPARATORS, key=lambda each: each != "\t") if is_tabbed(path) else list(SEPARATORS)
    found = [Dialect(each, read_header(path, each)) for each in order]
    best = max(found, key=lambda each: (len(set(columns) & set(each.header)), each.width))
    if not best.width:
        broken = next(read_rows(path, best.separator))
        reason = broken.reason or Reason(_("the header names no column"))
        raise UnusableFile(AT_LINE, file=path.name, line=broken.line, reason=reason)
    return best


def check_separator(name: str, line: Line, separator: str) -> str:
    """The separator that the first line names. UnusableFile when no cells can be separated by it."""
    if line.reason:
        raise UnusableFile(AT_LINE, file=name, line=line.number, reason=line.reason)
    if not separator or CONTROL.search(separator):
        named = Reason(_("no character"))
        if separator:
            named = Reason(_("the control character “%(name)s”"), {"name": escape_invisible(separator)})
        raise UnusableFile(NO_SEPARATOR, file=name, line=line.number, character=named)
    return separator


def is_tabbed(path: Path) -> bool:
    return path.suffix.lower() in TABBED


def read_header(path: Path, separator: str, *, skip: bool = False) -> tuple[str, ...]:
    """The names of the columns, empty for those without one; none when the header is not CSV by this separator."""
    row = next(read_rows(path, separator, skip=skip), None)
    if row is None:
        raise UnusableFile(_("%(file)s is empty."), file=path.name)
    if row.lost:
        raise UnusableFile(AT_LINE, file=path.name, line=row.line, reason=row.reason)
    names = [" ".join(name.split()) for name in row.cells]
    if broken := next((name for name in names if CONTROL.search(name)), None):
        raise UnusableFile(CONTROL_IN_NAME, file=path.name, line=row.line, name=escape_invisible(broken))
    return tuple(names)


def read_rows(path: Path, separator: str, *, skip: bool = False) -> Iterator[CsvRow]:
    """Every row of a file that is not an empty line. A row falls with any of its lines that cannot be used."""
    csv.field_size_limit(MAX_LINE)
    taken: list[Line] = []

    def take_texts() -> Iterator[str]:
        for line in islice(read_lines(path), int(skip), None):
            taken.append(line)
            yield line.text

    reader = csv.reader(take_texts(), delimiter=separator, strict=True)
    while True:
        taken.clear()
        try:
            cells, reason = next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            cells, reason = [], describe_error(error, taken)
        first = taken[0].number
        if bad := next((line for line in taken if line.reason), None):
            yield CsvRow(first, [], name_line(bad, first), lost=True)
        elif cells or reason:
            yield CsvRow(first, cells, reason)


def name_line(bad: Line, first: int) -> str:
    if bad.number == first:
        return bad.reason
    return Reason(_("line %(line)s: %(reason)s"), {"line": bad.number, "reason": bad.reason})


def describe_error(error: csv.Error, taken: list[Line]) -> Reason:
    if "new-line character" in str(error):
        return Reason(MIXED_ENDS)
    values = {"error": error}
    if len(taken) > 1:
        lines = {"first": taken[0].number, "last": taken[-1].number}
        return Reason(NO_CSV_IN_LINES, values | lines)
    return Reason(_("is not CSV (%(error)s): check the quotes"), values)
