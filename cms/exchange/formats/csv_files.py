"""CSV: one row a record, through a mapping from columns to fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext_noop as _, ngettext_lazy

from cms.base.reasons import Reason, count_reason, join_reasons
from cms.exchange.errors import UnusableFile
from cms.exchange.fields.characters import escape_invisible
from cms.exchange.formats.dialects import CsvRow, Dialect, detect_dialect
from cms.exchange.formats.mapping import Mapping
from cms.exchange.formats.sources import Entry

TOO_MANY_CELLS = _(
    "has %(number)s cells instead of %(expected)s, the first without a column is “%(first)s”: put quotes around cells "
    "that hold %(separators)s"
)
READ_AS = ngettext_lazy(
    "%(file)s: CSV, %(number)s column separated by %(separators)s",
    "%(file)s: CSV, %(number)s columns separated by %(separators)s",
    "number",
)
NOT_USED = _("%(text)s; not used: %(names)s")
TOO_FEW_CELLS = _("the row has %(number)s of %(expected)s cells: check %(separators)s and quotes")


class CsvSource:
    """A file with a header line. Cells may hold line breaks; a record's line is the one it begins in."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.path, self.mapping = path, mapping

    @cached_property
    def dialect(self) -> Dialect:
        return detect_dialect(self.path, self.mapping.columns.keys())

    @property
    def columns(self) -> dict[str, str]:
        return self.mapping.column_names

    def check(self) -> None:
        """UnusableFile when a mapped column is missing or stands twice, or the mapping has a bad format."""
        _ = self.mapping.date_pattern
        if problems := self.mapping.check_header(self.dialect.header):
            raise UnusableFile(
                "%(file)s %(problems)s", file=self.path.name, problems=join_reasons(" ", problems)
            )

    def describe(self) -> Reason:
        """How the file is read, and what is left out."""
        header = self.dialect.header
        unnamed = header.count("")
        used = {*self.mapping.columns, self.mapping.key}
        unused = [f"“{name}”" for name in header if name and name not in used]
        if unnamed:
            unused.append(Reason(_("%(number)s without a name"), {"number": unnamed}))
        values = {"file": self.path.name, "number": len(header), "separators": self.dialect.separators}
        text = count_reason(READ_AS, values)
        if unused:
            text = Reason(NOT_USED, {"text": text, "names": join_reasons(", ", unused)})
        return text.change(escape_invisible)

    def entries(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, Entry]]:
        for place, row in enumerate(self.dialect.rows(self.path)):
            if wanted(place):
                yield place, self._entry(row)

    def _entry(self, row: CsvRow) -> Entry:
        header, cells = self.dialect.header, row.cells
        if row.reason:
            return Entry(row.line, reason=row.reason)
        if extra := [cell.strip() for cell in cells[len(header) :] if cell.strip()]:
            return Entry(
                row.line,
                reason=Reason(
                    TOO_MANY_CELLS,
                    {
                        "number": len(cells),
                        "expected": len(header),
                        "first": extra[0],
                        "separators": self.dialect.separators,
                    },
                ),
            )
        filled = [*cells, *[""] * (len(header) - len(cells))][: len(header)]
        record = self.mapping.make_record(dict(zip(reversed(header), reversed(filled), strict=True)))
        return Entry(row.line, record, note=describe_gap(len(cells), self.dialect))


def describe_gap(cells: int, dialect: Dialect) -> str:
    """What may be wrong with a row that ends too early, named by what separates the cells of its file."""
    if cells >= dialect.width:
        return ""
    values = {"number": cells, "expected": dialect.width, "separators": dialect.separators}
    return Reason(TOO_FEW_CELLS, values)
