"""How a batch of records becomes rows. Each kind says what its fields are; this is the order of work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import structlog
from django.db import DatabaseError
from django.db.models import Model
from wagtail.models import Page

from cms.importing.errors import Missing, Refusal, collect_into
from cms.importing.fields import Field, an_object
from cms.importing.records import (
    REFUSED,
    UNCHANGED,
    WAITING,
    Item,
    Options,
    Result,
    Row,
    alive,
)
from cms.importing.references import References
from cms.importing.registry import importer_for
from cms.importing.related import hold_relations
from cms.importing.text import Unreadable, shorten
from cms.importing.validation import find_conflicts, find_errors

if TYPE_CHECKING:
    from cms.importing.mapping import Mapping as CsvMapping

logger = structlog.get_logger(__name__)


class Importer:
    """The import and export of one kind. A batch costs the same number of SQL statements whatever its size.

    kind: the value of `kind` in a record. needs: kinds that are imported before it. parallel: whether batches of
    it may be written at the same time. fields: all fields but those in `extra_keys`, which `prepare` reads.
    cell_fields: what a CSV column can be mapped to besides, with the function that makes fields of a cell and the
    mapping.
    """

    kind: ClassVar[str]
    model: ClassVar[type[Model]]
    needs: ClassVar[Sequence[str]] = ()
    parallel: ClassVar[bool] = False
    fields: ClassVar[Sequence[Field]] = ()
    extra_keys: ClassVar[frozenset[str]] = frozenset({"kind"})
    cell_fields: ClassVar[Mapping[str, Callable[[str, CsvMapping], dict[str, Any]]]] = {}

    @property
    def mapped_keys(self) -> frozenset[str]:
        """What a CSV column can be mapped to."""
        return self.extra_keys | self.cell_fields.keys() | {field.key for field in self.fields}

    def identity(self, record: dict[str, Any], options: Options) -> str:
        """What tells a record from the others of its kind in a file; empty when it does not say."""
        return str(record.get("slug") or "")

    def find(self, keys: Sequence[Any], options: Options) -> dict[Any, Any]:
        """The rows that other records refer to by these keys; a key without a row is left out."""
        raise NotImplementedError

    def prepare(self, row: Row) -> None:
        """Read what is not a plain field and tell `row.refs` what the record needs."""

    def identify(self, rows: list[Row]) -> None:
        """Set `key`, `obj` and `is_new` of each row."""
        raise NotImplementedError

    def finish(self, row: Row) -> None:
        """Work out what follows from the stored values, before the model's own checks."""

    def compare(self, rows: list[Row]) -> None:
        """Refuse rows that cannot stand beside each other or beside stored ones; each has passed its own checks."""

    def write(self, rows: list[Row]) -> None:
        """Write new and changed rows, inside a transaction."""
        raise NotImplementedError

    def completed(self) -> None:
        """Bring up to date what depends on all rows of the kind; called once after a run that wrote something."""

    def without_links(self, record: dict[str, Any]) -> dict[str, Any]:
        """The record without fields that may name rows which name this one."""
        return record

    def export(self) -> Iterator[dict[str, Any]]:
        """A record for every row, always in the same order."""
        raise NotImplementedError

    def run(self, items: Sequence[Item], options: Options, *, final: bool = True) -> Result:
        """Import a batch inside the caller's transaction.

        final: refuse records that name rows which may come with a later line, instead of handing them back.
        """
        refs = References(options)
        rows = [Row(item, refs, options, final) for item in items]
        self._read(rows)
        refs.load()
        self.identify(alive(rows))
        self._load(rows)
        self.compare(alive(rows))
        self._settle(rows)
        if ready := alive(rows):
            self.write(ready)
        return self._result(rows)

    def _read(self, rows: list[Row]) -> None:
        allowed = {field.key for field in self.fields} | self.extra_keys
        for row in rows:
            with judged(row):
                self._check_names(row, allowed)
                for field in self.fields:
                    if field.key in row.record:
                        with collect_into(row.errors, field.key):
                            field.wants(row.record[field.key], row)
                self.prepare(row)

    def _check_names(self, row: Row, allowed: set[str]) -> None:
        """Note fields that do not exist, and cells that no field could be made of."""
        cells = {key: row.record[key] for key in row.record.keys() & self.cell_fields.keys()}
        unread = {key: raw.reason for key, raw in cells.items() if isinstance(raw, Unreadable)}
        row.errors += [Refusal(reason, key) for key, reason in unread.items()]
        with collect_into(row.errors):
            an_object(row.record, allowed | unread.keys())

    def _load(self, rows: list[Row]) -> None:
        for row in rows:
            with judged(row):
                if not row.state:
                    self._check(row)
                elif row.state == REFUSED and not row.crashed:
                    self._check_rest(row)

    def _check(self, row: Row) -> None:
        """Read all values and check them together, so that a record is rejected with all its errors."""
        self._take_values(row)
        if not (row.is_new or row.changed or row.errors):
            row.state = UNCHANGED
            return
        sound, failed = not row.errors, row.failed
        conflicts: list[Refusal] = []
        with tolerant(not sound):
            with collect_into(conflicts):
                self.finish(row)
            row.errors += find_errors(row.obj, self.fields, failed, cut=True)
            conflicts += find_conflicts(row.obj, self.fields)
        heads = row.failed
        for error in conflicts:
            head = error.field.partition(".")[0]
            if head not in heads and (sound or head in row.record):
                row.errors.append(error)
        row.errors = [error for error in row.errors if not follows(error, row)]
        settle(row)

    def _check_rest(self, row: Row) -> None:
        """Look for more errors in a record that is rejected already, as far as its fields can be read alone."""
        with tolerant(True):
            row.obj = self.model()
            hold_relations(row.obj)
            self._take_values(row, alone=True)
            is_known = bool(self.identity(row.record, row.options))
            errors = find_errors(row.obj, self.fields, {*row.failed, "slug"}, cut=True)
            row.errors += [error for error in errors if error.field in row.record or not is_known]

    def _take_values(self, row: Row, *, alone: bool = False) -> None:
        failed = row.failed
        for field in self.fields:
            if field.key in row.record and field.key not in failed:
                with collect_into(row.errors, field.key), tolerant(alone):
                    self._take_value(row, field)
        for field in self.fields:
            if field.key in row.values:
                field.store(row.obj, row.values[field.key])

    def _take_value(self, row: Row, field: Field) -> None:
        raw = row.record[field.key]
        if isinstance(raw, Unreadable):
            raise Refusal(raw.reason)
        value = field.load(raw, row)
        if field.key in row.options.truncate and isinstance(value, str):
            limit = self.model._meta.get_field(field.name).max_length
            value = shorten(value, limit) if limit else value
        if row.is_new or not field.same(row.obj, value):
            row.values[field.key] = value
            row.changed.add(field.key)

    def _settle(self, rows: list[Row]) -> None:
        """Rows that need a row of the same batch fall with it, and so on until none is left to fall."""
        lost = {row.key for row in rows if row.is_new and row.state in (REFUSED, WAITING)}
        while hit := [row for row in alive(rows) if row.needs & lost]:
            for row in hit:
                with judged(row):
                    raise Missing(self.kind, min(row.needs & lost))
            lost |= {row.key for row in hit if row.is_new}

    def _result(self, rows: list[Row]) -> Result:
        result = Result()
        for row in rows:
            match row.state:
                case "refused":
                    result.refused.append(row.problem(self.identity(row.record, row.options)))
                case "waiting":
                    result.waiting.append(row.item)
                case "unchanged":
                    result.unchanged += 1
                case _ if row.is_new:
                    result.created += 1
                case _:
                    result.updated += 1
        return result


@contextmanager
def judged(row: Row) -> Iterator[None]:
    """Turn a refusal into the state of the row: it waits for a row that may come with a later line.

    A line that trips the code up is refused as well, and logged; what the database says is left to `run_batch`.
    """
    try:
        yield
    except Refusal as refusal:
        row.errors += refusal.all()
        settle(row)
    except DatabaseError:
        raise
    except Exception as error:
        row.crashed = True
        row.refuse(unreadable(row.item, error))


def settle(row: Row) -> None:
    """Reject a row that has errors. It waits instead when it names a row which may come with a later line."""
    if not row.errors:
        return
    missing = [error for error in row.errors if isinstance(error, Missing)]
    if not row.final and any(may_come(error.kind, row.item.kind) for error in missing):
        row.state, row.errors = WAITING, []
    else:
        row.state = REFUSED


def follows(error: Refusal, row: Row) -> bool:
    """Whether an error is about a value that was worked out from another one, which has the same error."""
    if not error.field or error.field.partition(".")[0] in row.record:
        return False
    return any(other.field in row.record and other.reason == error.reason for other in row.errors)


@contextmanager
def tolerant(partial: bool) -> Iterator[None]:
    """Pass over code that fails on a record of which only a part could be read."""
    try:
        yield
    except (Refusal, DatabaseError):
        raise
    except Exception:
        if not partial:
            raise


def unreadable(item: Item, error: Exception) -> str:
    """Why a line is refused that nobody foresaw; the log tells the whole story."""
    logger.error("import_line_failed", file=item.file, line=item.line, kind=item.kind, exc_info=error)
    return f"could not be read: {type(error).__name__}"


def may_come(missing: str, kind: str) -> bool:
    """Whether a row of the kind `missing` may come with a later line: one of the same kind, or any page."""
    return missing in (kind, "page") or issubclass(importer_for(missing).model, Page)


@contextmanager
def named(key: str) -> Iterator[None]:
    """Say in a refusal which field it is about."""
    try:
        yield
    except Refusal as refusal:
        raise refusal.inside(key) from None
