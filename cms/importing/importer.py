"""How a batch of records becomes rows. Each kind says what its fields are; this is the order of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import structlog
from django.db import DatabaseError
from django.db.models import Model
from wagtail.models import Page

from cms.importing.errors import Missing, Refusal
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
from cms.importing.validation import validate

logger = structlog.get_logger(__name__)


class Importer:
    """The import and export of one kind. A batch costs the same number of SQL statements whatever its size.

    kind: the value of `kind` in a record. needs: kinds that are imported before it. parallel: whether batches of
    it may be written at the same time. fields: all fields but those in `extra_keys`, which `prepare` reads.
    """

    kind: ClassVar[str]
    model: ClassVar[type[Model]]
    needs: ClassVar[Sequence[str]] = ()
    parallel: ClassVar[bool] = False
    fields: ClassVar[Sequence[Field]] = ()
    extra_keys: ClassVar[frozenset[str]] = frozenset({"kind"})

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
                an_object(row.record, allowed)
                for field in self.fields:
                    if field.key in row.record:
                        with named(field.key):
                            field.wants(row.record[field.key], row)
                self.prepare(row)

    def _load(self, rows: list[Row]) -> None:
        for row in alive(rows):
            with judged(row):
                self._take_values(row)
                if not row.is_new and not row.changed:
                    row.state = UNCHANGED
                    continue
                self.finish(row)
                validate(row.obj, self.fields)

    def _take_values(self, row: Row) -> None:
        for field in self.fields:
            if field.key in row.record:
                with named(field.key):
                    value = field.load(row.record[field.key], row)
                if row.is_new or not field.same(row.obj, value):
                    row.values[field.key] = value
                    row.changed.add(field.key)
        for field in self.fields:
            if field.key in row.values:
                field.store(row.obj, row.values[field.key])

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
    except Missing as missing:
        if not row.final and may_come(missing.kind, row.item.kind):
            row.state = WAITING
        else:
            row.refuse(missing)
    except Refusal as refusal:
        row.refuse(refusal)
    except DatabaseError:
        raise
    except Exception as error:
        row.refuse(unreadable(row.item, error))


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
