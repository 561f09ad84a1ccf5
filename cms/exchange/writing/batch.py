"""The order of work on records that are written together, with what they create on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from cms.exchange.errors import MissingReference
from cms.exchange.kinds.registry import importer_for, kinds
from cms.exchange.records import REFUSED, WAITING, Item, Options, Result, Row, filter_undecided
from cms.exchange.references import References
from cms.exchange.writing.rejections import record_refusals

if TYPE_CHECKING:
    from cms.exchange.kinds.importer import Importer


class Batch:
    """Records of one or more kinds that may name each other, inside the caller's transaction.

    Nothing is written before all records are judged: first what the accepted ones create on the way, such as the
    vendor that a cell names, then the records themselves.
    """

    def __init__(
        self, importers: Mapping[str, Importer], items: Sequence[Item], options: Options, *, final: bool
    ) -> None:
        self.importers, self.refs = importers, References(options)
        self.rows = [Row(item, self.refs, options, final) for item in items]

    def run(self) -> Result:
        for importer, rows in self._group_by_kind(self.rows):
            importer.read_rows(rows)
        self.refs.load()
        for importer, rows in self._group_by_kind(self.rows):
            importer.identify(filter_undecided(rows))
        for importer, rows in self._group_by_kind(self.rows):
            importer.load_rows(rows)
            importer.compare(filter_undecided(rows))
        self._settle()
        self._write(filter_undecided(self.rows))
        return self._build_result()

    def collect_closure(self, row: Row) -> list[Item]:
        """The records that can only be written together with a row, itself included."""
        found, left = {row}, [row]
        while left:
            more = (left.pop().needs & set(self.rows)) - found
            found |= more
            left += more
        return [each.item for each in self.rows if each in found]

    def _group_by_kind(self, rows: Sequence[Row]) -> Iterator[tuple[Importer, list[Row]]]:
        for kind in kinds():
            if group := [row for row in rows if row.item.kind == kind]:
                yield self.importers[kind], group

    def _settle(self) -> None:
        """Rows that need a row of the same batch fall with it, and so on until none is left to fall."""
        lost = {row for row in self.rows if row.is_new and row.state in (REFUSED, WAITING)}
        while hit := [row for row in filter_undecided(self.rows) if row.needs & lost]:
            for row in hit:
                need = min(row.needs & lost, key=lambda need: str(need.key))
                with record_refusals(row):
                    raise MissingReference(need.item.kind, need.key)
            lost |= {row for row in hit if row.is_new}

    def _write(self, ready: Sequence[Row]) -> None:
        made = {need for row in ready for need in row.needs} - set(self.rows)
        for kind in kinds():
            if group := sorted((row for row in made if row.item.kind == kind), key=lambda row: str(row.key)):
                importer_for(kind).write(group)
        for importer, rows in self._group_by_kind(ready):
            importer.write(rows)

    def _build_result(self) -> Result:
        result = Result(survivors=list(self.refs.survivors))
        for row in self.rows:
            match row.state:
                case "refused":
                    key = self.importers[row.item.kind].identity(row.record, row.options)
                    result.refused.append(row.problem(key))
                case "waiting":
                    result.waiting.append(row.item)
                case "unchanged":
                    result.unchanged += 1
                case _ if row.is_new:
                    result.created += 1
                case _:
                    result.updated += 1
        return result


def merge_results(results: Iterable[Result]) -> Result:
    """What became of several batches, as of one."""
    total = Result()
    for result in results:
        total.created += result.created
        total.updated += result.updated
        total.unchanged += result.unchanged
        total.refused += result.refused
        total.waiting += result.waiting
        total.survivors += result.survivors
    return total


__all__ = ["Batch", "merge_results"]
