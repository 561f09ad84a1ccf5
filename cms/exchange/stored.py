"""What an export says of the rows that a batch is about.

An export leaves out the names of deleted, private and unpublished rows. A record that comes back from it must not take
these out of a row that is as it was, nor be rejected because it seems to change an alias or a locked page.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from cms.exchange.export_context import Export, exporting, load_export, use_record_language
from cms.exchange.fields.block_names import Names
from cms.exchange.fields.body import Body
from cms.exchange.fields.plain import Field
from cms.exchange.records import Row


class StoredRecords:
    """Compares fields of records with their export; what that needs is loaded once for the whole batch."""

    def __init__(self, fields: Sequence[Field], rows: Sequence[Row]) -> None:
        self.bodies = [field for field in fields if isinstance(field, Body)]
        self.objects = [row.obj for row in rows if not row.is_new]

    def is_equal(self, row: Row, field: Field) -> bool:
        """Whether the export writes of the stored row what the record says in this field."""
        if row.is_new or not field.omits_hidden:
            return False
        export, names = self._export_and_names
        with exporting(export), names.use(), use_record_language(row.language):
            return bool(field.dump(row.obj) == row.record[field.key])

    @cached_property
    def _export_and_names(self) -> tuple[Export, Names]:
        from cms.exchange.kinds.files import load_paths

        names = Names()
        for field in self.bodies:
            for obj in self.objects:
                field.collect(obj, names)
        export = load_export(load_paths(names.keys["image"], names.keys["document"]))
        with exporting(export):
            names.load()
        return export, names
