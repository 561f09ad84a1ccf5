"""How a batch of records becomes rows. Each kind says what its fields are; this is the order of work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Model

from cms.base.translated_texts import find_text_field
from cms.exchange.errors import Refusal, collect_into
from cms.exchange.fields.plain import Field, check_object
from cms.exchange.fields.text import Unreadable, shorten_text
from cms.exchange.fields.validation import find_conflicts, find_errors
from cms.exchange.records import REFUSED, UNCHANGED, Item, Options, Result, Row, filter_undecided
from cms.exchange.references import References
from cms.exchange.stored import StoredRecords
from cms.exchange.writing.batch import Batch
from cms.exchange.writing.rejections import is_consequence, record_refusals, settle_row, tolerate_failures
from cms.exchange.writing.related import hold_relations

if TYPE_CHECKING:
    from cms.exchange.formats.mapping import Mapping as CsvMapping


class Importer:
    """The import and export of one kind. A batch costs the same number of SQL statements whatever its size.

    kind: the value of `kind` in a record. needs: kinds that are imported before it. parallel: whether batches of
    it may be written at the same time. fields: all fields but those in `extra_keys`, which `prepare` reads.
    extra_fields: how the values of some of these are written.
    cell_fields: what a CSV column can be mapped to besides, with the function that makes fields of a cell and the
    mapping. creatable: whether a reference by name may create a row, where the person who imports allows it;
    created_unasked: also where that person says nothing. default_columns: the columns of a CSV file without a mapping,
    whose lines are then records of this kind; one kind has them. named: fields whose cells name other rows there.
    """

    kind: ClassVar[str]
    model: ClassVar[type[Model]]
    needs: ClassVar[Sequence[str]] = ()
    parallel: ClassVar[bool] = False
    fields: ClassVar[Sequence[Field]] = ()
    extra_keys: ClassVar[frozenset[str]] = frozenset({"kind"})
    extra_fields: ClassVar[Sequence[Field]] = ()
    cell_fields: ClassVar[Mapping[str, Callable[[str, CsvMapping], dict[str, Any]]]] = {}
    creatable: ClassVar[bool] = False
    created_unasked: ClassVar[bool] = False
    default_columns: ClassVar[Mapping[str, str]] = {}
    named: ClassVar[Sequence[str]] = ()

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

    def resolve(self, keys: Sequence[Any], refs: References) -> None:
        """Put the rows that these keys name into `refs`, with those that may be created for want of one."""
        refs.found[self.kind] |= self.find(keys, refs.options)

    def prepare(self, row: Row) -> None:
        """Read what is not a plain field and tell `row.refs` what the record needs."""

    def identify(self, rows: list[Row]) -> None:
        """Set `key`, `obj` and `is_new` of each row."""
        raise NotImplementedError

    def check_editable(self, row: Row) -> None:
        """Reject changes to a row that is locked now; an unchanged row passes."""

    def check_needed(self, row: Row) -> None:
        """Missing when the row that would give this one its values is rejected."""

    def is_dependent(self, row: Row) -> bool:
        """Whether a rejected record lacks the row that would give it its values, so that nothing else can be said."""
        return False

    def finish(self, row: Row) -> None:
        """Work out what follows from the stored values, before the model's own checks."""

    def compare(self, rows: list[Row]) -> None:
        """Refuse rows that cannot stand beside each other or beside stored ones; each has passed its own checks."""

    def write(self, rows: list[Row]) -> None:
        """Write new and changed rows, inside a transaction."""
        raise NotImplementedError

    def update_dependents(self) -> None:
        """Bring up to date what depends on all rows of the kind; called once after a run that wrote some of them."""

    def export(self) -> Iterator[dict[str, Any]]:
        """A record for every row, always in the same order."""
        raise NotImplementedError

    def reserve(self, items: list[Item]) -> list[Item]:
        """The records with the primary keys that new rows will have, for kinds whose rows are ordered by them."""
        return items

    def run(self, items: Sequence[Item], options: Options, *, final: bool = True) -> Result:
        """Import a batch inside the caller's transaction.

        final: refuse records that name rows which may come with a later line, instead of handing them back.
        """
        return Batch({self.kind: self}, items, options, final=final).run()

    def read_rows(self, rows: list[Row]) -> None:
        """Look through the records and tell their references what they name."""
        allowed = {field.key for field in self.fields} | self.extra_keys
        for row in rows:
            with record_refusals(row):
                self._check_names(row, allowed)
                for field in self.fields:
                    if field.key in row.record:
                        with collect_into(row.errors, field.key):
                            field.collect_references(row.record[field.key], row)
                self.prepare(row)

    def _check_names(self, row: Row, allowed: set[str]) -> None:
        """Note fields that do not exist, and cells that no field could be made of."""
        cells = {key: row.record[key] for key in row.record.keys() & self.cell_fields.keys()}
        unread = {key: raw.reason for key, raw in cells.items() if isinstance(raw, Unreadable)}
        row.errors += [Refusal(reason, key) for key, reason in unread.items()]
        with collect_into(row.errors):
            check_object(row.record, allowed | unread.keys())

    def load_rows(self, rows: list[Row]) -> None:
        """Take the values of the records, and check them; of rejected ones, those fields that can be read alone."""
        stored = StoredRecords(self.fields, filter_undecided(rows))
        for row in rows:
            with record_refusals(row):
                if not row.state:
                    self.check_needed(row)
                    self._check(row, stored)
                elif row.state == REFUSED and not row.crashed and not self.is_dependent(row):
                    self._check_rest(row)

    def _check(self, row: Row, stored: StoredRecords) -> None:
        """Read all values and check them together, so that a record is rejected with all its errors."""
        self._take_values(row, stored)
        if not (row.is_new or row.changed or row.errors):
            row.state = UNCHANGED
            return
        with collect_into(row.errors):
            self.check_editable(row)
        sound, failed = not row.errors, row.failed_fields
        conflicts: list[Refusal] = []
        with tolerate_failures(not sound):
            with collect_into(conflicts):
                self.finish(row)
            row.errors += find_errors(row.obj, self.fields, failed, cut=True)
            conflicts += find_conflicts(row.obj, self.fields)
        heads = row.failed_fields
        for error in conflicts:
            head = error.field.partition(".")[0]
            if head not in heads and (sound or head in row.record):
                row.errors.append(error)
        row.errors = [error for error in row.errors if not is_consequence(error, row)]
        settle_row(row)

    def _check_rest(self, row: Row) -> None:
        """Look for more errors in a record that is rejected already, as far as its fields can be read alone."""
        with tolerate_failures(True):
            row.obj = self.model()
            hold_relations(row.obj)
            self._take_values(row, None)
            is_known = bool(self.identity(row.record, row.options))
            errors = find_errors(row.obj, self.fields, {*row.failed_fields, "slug"}, cut=True)
            row.errors += [error for error in errors if error.field in row.record or not is_known]

    def _take_values(self, row: Row, stored: StoredRecords | None) -> None:
        """Read the values that differ from the stored ones. stored: None to read them without the stored row."""
        failed = row.failed_fields
        for field in self.fields:
            if field.key in row.record and field.key not in failed:
                with collect_into(row.errors, field.key), tolerate_failures(stored is None):
                    self._take_value(row, field, stored)
        for field in self.fields:
            if field.key in row.values:
                field.store(row.obj, row.values[field.key])

    def _take_value(self, row: Row, field: Field, stored: StoredRecords | None) -> None:
        raw = row.record[field.key]
        if isinstance(raw, Unreadable):
            raise Refusal(raw.reason)
        value = field.load(raw, row)
        if field.key in row.options.truncate and isinstance(value, str):
            limit = self.model._meta.get_field(find_text_field(self.model, field.name)).max_length
            value = shorten_text(value, limit) if limit else value
        if row.is_new or not (field.is_unchanged(row.obj, value) or (stored and stored.is_equal(row, field))):
            row.values[field.key] = value
            row.changed.add(field.key)
