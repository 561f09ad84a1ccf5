"""A file as a sequence of records, whatever its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """A line's record, or the reason why there is none."""

    line: int
    record: dict[str, Any] | None = None
    reason: str = ""


class Source(Protocol):
    """A file that can be gone through more than once."""

    path: Path

    def check(self) -> None:
        """UnusableFile when no record of it can be used."""
        ...

    def entries(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, Entry]]:
        """The place and content of each record whose place, from 0, is wanted."""
        ...


def open_source(path: Path, format: str, mapping: dict[str, Any] | None) -> Source:
    """The source for a file; `format` is csv, ndjson, or auto for what the file's name says."""
    from cms.importing.csv_files import CsvSource, Mapping
    from cms.importing.ndjson import NdjsonSource

    if format == "csv" or (format == "auto" and path.suffix.lower() == ".csv"):
        return CsvSource(path, Mapping.of(mapping, source=path.stem))
    return NdjsonSource(path)
