"""Lines of a file, one at a time: a file is never held in memory, and a line that is too long is left out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason
from cms.exchange.errors import UnusableFile

MAX_LINE = 1024 * 1024
"""The most characters of a line; longer ones are rejected."""
HEAD = 64 * 1024
"""Bytes from which the line ends of a file are guessed."""

WIDE_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16", codecs.BOM_UTF32_BE: "UTF-32"}
SIGNATURES = {
    b"PK\x03\x04": _("a ZIP file, as .xlsx and .ods workbooks are"),
    b"\xd0\xcf\x11\xe0": _("an old Office document, such as .xls"),
    b"%PDF-": _("a PDF document"),
    b"\x89PNG": _("an image"),
    b"\xff\xd8\xff": _("an image"),
    b"GIF8": _("an image"),
    b"\x1f\x8b": _("a compressed file"),
    b"SQLite format 3\0": _("a database"),
    b"PAR1": _("a Parquet file"),
}
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
NO_TEXT_FILE = _("%(file)s is %(kind)s, not a text file: save it as CSV in UTF-8, or as JSON Lines.")
FEWEST_CONTROLS = 8
"""Fewer control characters than these are a mistake in a text, which is reported at its place."""
UNDECODED = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, as `surrogateescape` decodes them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number from 1. reason: why it cannot be used.

    text: for a line that is not UTF-8, with lone surrogates; for one that is too long, only a quotation mark when it
    has an odd number of them, so that CSV goes on as after the line itself.
    """

    number: int
    text: str = ""
    reason: str = ""


def read_lines(path: Path) -> Iterator[Line]:
    """Every line of a UTF-8 file, which may end in LF, CRLF or CR. UnusableFile when it cannot be read at all."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnusableFile(
            _("%(file)s cannot be read: %(error)s."), file=path.name, error=error.strerror
        ) from error
    with file:
        end = find_line_end(file, path.name)
        with TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline=end) as text:
            number = 0
            while start := text.readline(MAX_LINE + 1):
                number += 1
                whole = len(start) <= MAX_LINE or start.endswith(end)
                yield check_line(number, start) if whole else skip_line(number, start, text, end)


def find_line_end(file: BinaryIO, name: str) -> str:
    """CR when the file has no other line end. UnusableFile for UTF-16, UTF-32 and what is not text."""
    head = file.read(HEAD)
    file.seek(0)
    for mark, encoding in WIDE_MARKS.items():
        if head.startswith(mark):
            raise UnusableFile(
                _("%(file)s is encoded in %(encoding)s: save it as UTF-8."), file=name, encoding=encoding
            )
    if binary := describe_binary(head):
        raise UnusableFile(NO_TEXT_FILE, file=name, kind=Reason(binary))
    return "\r" if b"\r" in head and b"\n" not in head else "\n"


def describe_binary(head: bytes) -> str:
    """What a file seems to be by its first bytes; empty for text, in which control characters are rare."""
    for start, name in SIGNATURES.items():
        if head.startswith(start):
            return name
    controls = len(CONTROL_BYTES.findall(head))
    return _("a binary file") if controls >= FEWEST_CONTROLS and controls * 20 > len(head) else ""


def check_line(number: int, text: str) -> Line:
    found = UNDECODED.search(text)
    if found is None:
        return Line(number, text)
    place = len(text[: found.start()].encode("utf-8", "surrogateescape")) + 1
    byte = f"{ord(found[0]) - 0xDC00:02x}"
    reason = Reason(
        _("is not UTF-8 (byte 0x%(byte)s at %(place)s): save the file as UTF-8"),
        {"byte": byte, "place": place},
    )
    return Line(number, text, reason)


def skip_line(number: int, start: str, text: TextIO, end: str) -> Line:
    """Read to the end of a line that is too long, counting its quotation marks."""
    quotes = start.count('"')
    while (more := text.readline(MAX_LINE)) and not more.endswith(end):
        quotes += more.count('"')
    quotes += more.count('"')
    reason = Reason(_("the line is longer than %(most)s KiB: split the record"), {"most": MAX_LINE // 1024})
    return Line(number, '"' * (quotes % 2), reason)
