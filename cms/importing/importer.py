"""How a batch of records becomes rows. Each kind says what its fields are; this is the order of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.db.models import Model

from cms.importing.batch import Batch
from cms.importing.fields import Field, an_object
from cms.importing.judging import judged, named
from cms.importing.records import UNCHANGED, Item, Options, Result, Row, alive
from cms.importing.references import References
from cms.importing.validation import validate


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

    def resolve(self, keys: Sequence[Any], refs: References) -> None:
        """Put the rows that these keys name into `refs`, with those that may be created for want of one."""
        refs.found[self.kind] |= self.find(keys, refs.options)

    def prepare(self, row: Row) -> None:
        """Read what is not a plain field and tell `row.refs` what the record needs."""

    def identify(self, rows: list[Row]) -> None:
        """Set `key`, `obj` and `is_new` of each row."""
        raise NotImplementedError

    def check_editable(self, row: Row) -> None:
        """Refuse to change a row that nobody may change now; one that stays as it is passes."""

    def finish(self, row: Row) -> None:
        """Work out what follows from the stored values, before the model's own checks."""

    def compare(self, rows: list[Row]) -> None:
        """Refuse rows that cannot stand beside each other or beside stored ones; each has passed its own checks."""

    def write(self, rows: list[Row]) -> None:
        """Write new and changed rows, inside a transaction."""
        raise NotImplementedError

    def completed(self) -> None:
        """Bring up to date what depends on all rows of the kind; called once after a run that wrote some of them."""

    def export(self) -> Iterator[dict[str, Any]]:
        """A record for every row, always in the same order."""
        raise NotImplementedError

    def run(self, items: Sequence[Item], options: Options, *, final: bool = True) -> Result:
        """Import a batch inside the caller's transaction.

        final: refuse records that name rows which may come with a later line, instead of handing them back.
        """
        return Batch({self.kind: self}, items, options, final=final).run()

    def read_rows(self, rows: list[Row]) -> None:
        """Look through the records and tell their references what they name."""
        allowed = {field.key for field in self.fields} | self.extra_keys
        for row in rows:
            with judged(row):
                an_object(row.record, allowed)
                for field in self.fields:
                    if field.key in row.record:
                        with named(field.key):
                            field.wants(row.record[field.key], row)
                self.prepare(row)

    def load_rows(self, rows: list[Row]) -> None:
        """Take the values of the records that are still accepted, and check them."""
        for row in alive(rows):
            with judged(row):
                self._take_values(row)
                if not row.is_new and not row.changed:
                    row.state = UNCHANGED
                    continue
                self.check_editable(row)
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
