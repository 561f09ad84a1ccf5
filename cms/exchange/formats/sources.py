"""A file as a sequence of records, whatever its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from cms.base.reasons import Reason
from cms.exchange.formats.lines import read_lines

CSV_NAMES = (".csv", ".tsv", ".tab")
NDJSON_NAMES = (".ndjson", ".jsonl", ".json")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line's record, or the reason why there is none. note: what may explain a rejection of the record."""

    line: int
    record: dict[str, Any] | None = None
    reason: str = ""
    note: str = ""


class Source(Protocol):
    """A file that can be gone through more than once."""

    path: Path

    @property
    def columns(self) -> dict[str, str]:
        """The name that the file has for each field, where that is another one."""
        ...

    def describe(self) -> Reason:
        """How the file is read, in characters that a database takes. UnusableFile when that cannot be found out."""
        ...

    def check(self) -> None:
        """UnusableFile when no record of it can be used."""
        ...

    def entries(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, Entry]]:
        """The place and content of each record whose place, from 0, is wanted."""
        ...


def open_source(path: Path, format: str, mapping: dict[str, Any] | None) -> Source:
    """The source for a file; `format` is csv, ndjson, or auto for what its name, or else its first character, says."""
    from cms.exchange.formats.csv_files import CsvSource
    from cms.exchange.formats.mapping import Mapping
    from cms.exchange.formats.ndjson import NdjsonSource

    if format == "csv" or (format == "auto" and is_csv(path)):
        return CsvSource(path, Mapping.of(mapping, source=path.stem))
    return NdjsonSource(path)


def is_csv(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in CSV_NAMES or suffix in NDJSON_NAMES:
        return suffix in CSV_NAMES
    first = next(read_lines(path), None)
    return first is not None and not first.text.lstrip().startswith("{")
