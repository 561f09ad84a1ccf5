"""What travels through an import: lines, what is known around one line, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from wagtail.coreutils import get_supported_content_language_variant

from cms.base.reasons import Reason, join_reasons
from cms.exchange.errors import LikelyDuplicate, MissingReference, Refusal
from cms.exchange.kinds.registry import find_created_unasked

if TYPE_CHECKING:
    from wagtail.models import Locale

    from cms.exchange.references import References

CREATED, UPDATED, UNCHANGED, REFUSED, WAITING = "created", "updated", "unchanged", "refused", "waiting"


@dataclass(frozen=True)
class Options:
    """How to import.

    locale: language code of records that do not name one. create_missing: kinds that a reference by name may create.
    user_id: the user in the history. `dry_run`: a dry run, rolled back at the end. media: the folder that
    paths of pictures and documents are relative to, instead of the folder of the file that names them. truncate: keys
    of text fields that are cut when they are too long. allow_duplicates: create rows that are likely on the site
    already. started_at: when the import began.
    """

    locale: str = "en"
    create_missing: frozenset[str] = field(default_factory=find_created_unasked)
    user_id: int | None = None
    dry_run: bool = False
    media: str = ""
    truncate: frozenset[str] = frozenset()
    allow_duplicates: bool = False
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One record and where it came from: file, line number (from 1), kind and fields.

    note: what may explain why the record is rejected. reserved: the primary key of a new row, where its order matters.
    """

    file: str
    line: int
    kind: str
    record: dict[str, Any]
    note: str = ""
    reserved: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A rejected record. key: what it calls itself, as far as it could be read. reason: one line for each error.
    missing: those of its errors that are about records which do not exist. held_back: whether it is likely a duplicate,
    and nothing else is wrong."""

    file: str
    line: int
    kind: str
    key: str
    reason: Reason
    missing: tuple[MissingReference, ...] = ()
    held_back: bool = False


@dataclass
class Result:
    """What became of a batch.

    waiting: lines that name rows of their own kind that do not exist yet. survivors: what the report says of names of
    merged records.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Problem] = field(default_factory=list)
    waiting: list[Item] = field(default_factory=list)
    survivors: list[Reason] = field(default_factory=list)


@dataclass(eq=False)
class Row:
    """A record on its way into the database, with what is known around it.

    final: refuse instead of waiting. key: what other rows call this one. obj: the existing or new model instance.
    values: loaded values by field key. changed: what differs from the existing row. needs: rows that are not written
    yet and that this one refers to, so that it cannot be written without them. errors: what is wrong so far.
    crashed: whether the code failed on it, so that nothing more can be found out.
    """

    item: Item
    refs: References
    options: Options
    final: bool = True
    key: Any = None
    locale: Locale | None = None
    obj: Any = None
    is_new: bool = True
    values: dict[str, Any] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    needs: set[Row] = field(default_factory=set)
    errors: list[Refusal] = field(default_factory=list)
    state: str = ""
    crashed: bool = False

    @property
    def failed_fields(self) -> set[str]:
        """Keys of the fields that have an error."""
        return {error.field.partition(".")[0] for error in self.errors if error.field}

    @property
    def reason(self) -> Reason:
        """Every error on a line of its own."""
        lines = [error.describe().change(join_lines) for error in self.errors]
        return join_reasons("\n", dict.fromkeys(filter(None, [*lines, self.item.note])))

    @property
    def record(self) -> dict[str, Any]:
        return self.item.record

    @property
    def language(self) -> str:
        """Code of the language that the record is in."""
        return str(self.record.get("locale") or self.options.locale)

    @property
    def folder(self) -> Path:
        """Where the pictures and documents that the record names must be."""
        return Path(self.options.media or Path(self.item.file).parent)

    def find(self, kind: str, key: Any) -> Any:
        """The row that a key names, noted as needed while it is not written. Missing or another Refusal without it."""
        found = self.refs.get(kind, key)
        if (new := self.refs.new[kind].get(key)) is not None and new is not self:
            self.needs.add(new)
        return found

    def refuse(self, reason: Refusal | Reason) -> None:
        self.state = REFUSED
        self.errors += reason.all() if isinstance(reason, Refusal) else [Refusal(reason)]

    def problem(self, key: str) -> Problem:
        missing = tuple(error for error in self.errors if isinstance(error, MissingReference))
        held_back = all(isinstance(error, LikelyDuplicate) for error in self.errors)
        return Problem(self.item.file, self.item.line, self.item.kind, key, self.reason, missing, held_back)


def join_lines(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split("\n"))


def default_language() -> str:
    """Code of the language whose pages stand in where a translation is missing."""
    return get_supported_content_language_variant(settings.LANGUAGE_CODE)


def filter_undecided(rows: Iterable[Row]) -> list[Row]:
    """Rows that nothing has been decided about yet."""
    return [row for row in rows if not row.state]
