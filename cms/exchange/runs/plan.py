"""A first look through the files: what is in them, in which order it is imported, and what cannot be."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason, as_reason
from cms.exchange.errors import UnusableFile, describe_place, place_reason, suggest_name
from cms.exchange.fields.text import parse_text_or_keep
from cms.exchange.formats.sources import Entry, Source
from cms.exchange.kinds.registry import importer_for, kinds
from cms.exchange.records import Item, Options, Problem, join_lines

BYTES_AT_ONCE = 1024 * 1024
IDENTIFYING = ("slug", "externalId", "path", "locale")
"""What tells the records of a kind apart. References to them are cleaned where they are read."""


class Plan:
    """The usable records of all files by kind, without holding them in memory.

    problems: lines that are refused whatever the database holds. digest: SHA-256 over the files. total: number of
    all lines with content.
    """

    def __init__(self, sources: Sequence[Source], options: Options) -> None:
        self.sources, self.options = list(sources), options
        self.problems: list[Problem] = []
        self._seen: dict[tuple[str, str], str] = {}
        self._known = frozenset(kinds())
        for source in self.sources:
            source.check()
        self._kinds = [self._read_kinds(source) for source in self.sources]
        self.digest = compute_digest([source.path for source in self.sources])
        self.total = sum(len(found) for found in self._kinds)

    def items(self) -> Iterator[Item]:
        """Every usable record, kind after kind, each kind after those it refers to."""
        for kind in kinds():
            yield from self.iterate_items(kind)

    def iterate_items(self, kind: str) -> Iterator[Item]:
        for source, found in zip(self.sources, self._kinds, strict=True):
            if kind in found:
                wanted = partial(has_kind, found, kind)
                for entry in clean_entries(source.entries(wanted)):
                    if entry.record is not None:
                        yield Item(str(source.path), entry.line, kind, entry.record, entry.note)

    def count_items(self, kind: str) -> int:
        return sum(found.count(kind) for found in self._kinds)

    def _read_kinds(self, source: Source) -> list[str]:
        """The kind of every record of a file, empty for one that is refused already."""
        found = []
        for entry in clean_entries(source.entries(lambda place: True)):
            reason = entry.reason or self._reason(source, entry)
            kind = str((entry.record or {}).get("kind") or "")
            if reason:
                self._refuse(source, entry, kind, reason)
            found.append("" if reason else kind)
        return found

    def _reason(self, source: Source, entry: Entry) -> str:
        """Why a record of one kind cannot be taken, whatever it says otherwise; empty for one that can."""
        record: dict[str, Any] = entry.record or {}
        kind = record.get("kind")
        if not isinstance(kind, str) or kind not in self._known:
            return describe_kind(kind, self._known)
        identity = importer_for(kind).identity(record, self.options)
        here = describe_place(entry.line, "" if len(self.sources) == 1 else source.path.name)
        first = self._seen.setdefault((kind, identity), here) if identity else here
        return "" if first == here else Reason(DUPLICATE, {"place": first, "name": identity})

    def _refuse(self, source: Source, entry: Entry, kind: str, reason: str) -> None:
        record = entry.record or {}
        key = importer_for(kind).identity(record, self.options) if kind in self._known else ""
        told = as_reason(reason).change(join_lines)
        self.problems.append(Problem(str(source.path), entry.line, kind, key, told))


DUPLICATE = _("Duplicate of %(place)s: “%(name)s”")
NO_KIND = _('is missing: set the kind of the record, such as "kind": "solution", or one of %(names)s')


def describe_kind(kind: Any, known: Collection[str]) -> Reason:
    """What to write instead of a kind that is missing or does not exist."""
    names = ", ".join(sorted(known))
    if kind in (None, ""):
        return place_reason("kind", Reason(NO_KIND, {"names": names}))
    near = suggest_name(kind, known) if isinstance(kind, str) else ""
    hint = near or Reason(_(": give one of %(names)s"), {"names": names})
    return place_reason("kind", Reason(_("“%(kind)s” is not a kind%(hint)s"), {"kind": kind, "hint": hint}))


def clean_entries(entries: Iterator[tuple[int, Entry]]) -> Iterator[Entry]:
    """The entries of a file, whose records are identified by the texts that the database holds."""
    for _place, entry in entries:
        yield replace(entry, record=clean_identity(entry.record)) if entry.record is not None else entry


def clean_identity(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its identifying texts cleaned; those that cannot be read stay, to be refused later."""
    given = {key: record[key] for key in IDENTIFYING if isinstance(record.get(key), str)}
    return record | {key: parse_text_or_keep(text) for key, text in given.items()}


def compute_digest(paths: Sequence[Path]) -> str:
    """SHA-256 over the content of files, in their order."""
    digest = hashlib.sha256()
    for path in paths:
        try:
            with path.open("rb") as file:
                while data := file.read(BYTES_AT_ONCE):
                    digest.update(data)
        except OSError as error:
            text = _("%(file)s cannot be read: %(error)s.")
            raise UnusableFile(text, file=path.name, error=error.strerror) from error
    return digest.hexdigest()


def has_kind(found: Sequence[str], kind: str, place: int) -> bool:
    """Whether the record in a place is of a kind. found: the kind of each."""
    return found[place] == kind
