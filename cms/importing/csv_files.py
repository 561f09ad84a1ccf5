"""CSV: one row a record, through a mapping from columns to fields."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cms.importing.errors import UnusableFile
from cms.importing.lines import MAX_LINE, Line, read_lines
from cms.importing.sources import Entry

DEFAULT_COLUMNS = {
    "name": "title",
    "publisher": "vendor",
    "category": "category",
    "summary": "summary",
    "version": "latestVersion",
    "last_release": "lastReleaseOn",
    "popularity": "popularity",
}


@dataclass(frozen=True)
class Mapping:
    """How the columns of a file become the fields of a record.

    columns: column to field. key: the column that is unique; with `source` before it, it is the external id, unless
    a column is mapped to `slug` or `externalId`. named: fields that name another row by its name or slug. lists:
    fields whose cells hold several values, separated by semicolons. constants: fields with the same value for all.
    """

    columns: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_COLUMNS))
    kind: str = "solution"
    key: str = "name"
    source: str = ""
    named: tuple[str, ...] = ("vendor", "category")
    lists: tuple[str, ...] = ()
    constants: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: dict[str, Any] | None, source: str) -> Mapping:
        """The mapping that a mapping file describes. UnusableFile for a setting that does not exist."""
        given = {"source": source, **(settings or {})}
        if unknown := given.keys() - cls.__dataclass_fields__.keys():
            known = ", ".join(cls.__dataclass_fields__)
            raise UnusableFile(f"The mapping has an unknown setting “{min(unknown)}”; known are {known}.")
        lists = {name: tuple(given[name]) for name in ("named", "lists") if name in given}
        return cls(**{**given, **lists})

    def record(self, row: dict[str, str]) -> dict[str, Any]:
        """The record of a row; an empty cell says nothing."""
        record: dict[str, Any] = {"kind": self.kind, **self.constants}
        for column, name in self.columns.items():
            if value := row[column].strip():
                record[name] = self.value(name, value)
        if not record.keys() & {"slug", "externalId"} and row.get(self.key, "").strip():
            record["externalId"] = f"{self.source}:{row[self.key].strip()}"
        return record

    def value(self, name: str, cell: str) -> Any:
        if name in self.named:
            return {"name": cell}
        return [part.strip() for part in cell.split(";") if part.strip()] if name in self.lists else cell


def read_mapping(path: Path) -> dict[str, Any]:
    """The settings in a TOML or JSON file. UnusableFile when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
        found = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise UnusableFile(f"The mapping {path.name} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise UnusableFile(f"The mapping {path.name} must be a table of settings.")
    return found


class CsvSource:
    """A file with a header line. Cells may hold line breaks; a record's line is the one it begins in."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.path, self.mapping = path, mapping

    def check(self) -> None:
        """UnusableFile when a mapped column is missing."""
        header = self._header(read_lines(self.path))
        if missing := [name for name in self.mapping.columns if name not in header]:
            raise UnusableFile(
                f"{self.path.name} has no column “{missing[0]}”; it has {', '.join(header) or 'none'}. "
                "Add the column, or map another one."
            )
        if len(set(header)) < len(header):
            raise UnusableFile(f"{self.path.name} has two columns of the same name: rename one.")

    def _header(self, lines: Iterator[Line]) -> list[str]:
        first = next(lines, None)
        if first is None:
            raise UnusableFile(f"{self.path.name} is empty.")
        if first.reason:
            raise UnusableFile(f"{self.path.name}, line 1: {first.reason}.")
        return [name.strip() for name in next(csv.reader([first.text]))]

    def entries(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, Entry]]:
        lines = read_lines(self.path)
        header = self._header(lines)
        for place, (number, cells, reason) in enumerate(rows_of(lines)):
            if wanted(place):
                yield place, self._entry(header, number, cells, reason)

    def _entry(self, header: list[str], number: int, cells: list[str], reason: str) -> Entry:
        if reason:
            return Entry(number, reason=reason)
        if len(cells) != len(header):
            return Entry(
                number, reason=f"has {len(cells)} cells instead of {len(header)}: check commas and quotes"
            )
        return Entry(number, self.mapping.record(dict(zip(header, cells, strict=True))))


def rows_of(lines: Iterator[Line]) -> Iterator[tuple[int, list[str], str]]:
    """The first line, the cells, and the reason for refusing of each row. Empty rows are passed over."""
    csv.field_size_limit(MAX_LINE)
    bad: list[Line] = []
    seen = [1]

    def texts() -> Iterator[str]:
        for line in lines:
            seen.append(line.number)
            if line.reason:
                bad.append(line)
            else:
                yield line.text

    reader = csv.reader(texts(), strict=True)
    while True:
        start = seen[-1] + 1
        seen[:] = seen[-1:]
        try:
            cells, reason = next(reader), ""
        except StopIteration:
            break
        except csv.Error as error:
            cells, reason = [], f"is not CSV ({error}): check the quotes"
        start += len([line for line in bad if line.number == start])
        yield from ((line.number, [], line.reason) for line in bad)
        bad.clear()
        if cells or reason:
            yield start, cells, reason
    yield from ((line.number, [], line.reason) for line in bad)
