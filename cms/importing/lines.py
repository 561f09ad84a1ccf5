"""Lines of a file, one at a time: a file is never held in memory, and a line that is too long is passed over."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cms.importing.errors import UnusableFile

MAX_LINE = 1024 * 1024
"""The most bytes of a line; longer ones are refused."""

WIDE_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16", codecs.BOM_UTF32_BE: "UTF-32"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number from 1; `reason` says why its text cannot be used."""

    number: int
    text: str = ""
    reason: str = ""


def read_lines(path: Path) -> Iterator[Line]:
    """Every line of a UTF-8 file. UnusableFile when it does not exist or is plainly in another encoding."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnusableFile(f"{path.name} cannot be read: {error.strerror}.") from error
    with file:
        start = file.read(4)
        for mark, name in WIDE_MARKS.items():
            if start.startswith(mark):
                raise UnusableFile(f"{path.name} is encoded in {name}: save it as UTF-8.")
        file.seek(len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0)
        number = 0
        while data := file.readline(MAX_LINE + 1):
            number += 1
            if len(data) <= MAX_LINE or data.endswith(b"\n"):
                yield decoded(number, data)
                continue
            while (more := file.readline(MAX_LINE)) and not more.endswith(b"\n"):
                pass
            yield Line(number, reason=f"the line is longer than {MAX_LINE // 1024} KiB: split the record")


def decoded(number: int, data: bytes) -> Line:
    try:
        return Line(number, data.decode())
    except UnicodeDecodeError as error:
        wrong = data[error.start]
        return Line(
            number, reason=f"is not UTF-8 (byte 0x{wrong:02x} at {error.start + 1}): save the file as UTF-8"
        )
