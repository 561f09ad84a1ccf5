"""The constants of a mapping, checked once before the rows that all have them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason, join_reasons
from cms.exchange.errors import MissingReference, Refusal, UnusableFile, collect_into
from cms.exchange.fields.text import Unreadable
from cms.exchange.fields.validation import find_errors
from cms.exchange.formats.csv_files import CsvSource
from cms.exchange.formats.mapping import UNUSABLE
from cms.exchange.kinds.registry import importer_for, kinds
from cms.exchange.records import Item, Options, Row
from cms.exchange.references import References
from cms.exchange.runs.plan import Plan
from cms.exchange.writing.related import hold_relations

PLACEHOLDER = "x"
"""The slug and external id of the record that is checked."""


def check_constants(plan: Plan, options: Options) -> None:
    """UnusableFile with every constant that no record can have. What a file of the import may bring is not missed."""
    for source in plan.sources:
        if isinstance(source, CsvSource) and source.mapping.constants:
            errors = [
                error for kind in list_kinds(plan, source) for error in find_wrong(source, kind, options)
            ]
            wrong = [
                each
                for each in errors
                if not (isinstance(each, MissingReference) and plan.count_items(each.kind))
            ]
            if wrong:
                listed = dict.fromkeys(
                    Reason(_("constant %(problem)s"), {"problem": error.describe()}) for error in wrong
                )
                raise UnusableFile(UNUSABLE, problems=join_reasons("; ", listed))


def list_kinds(plan: Plan, source: CsvSource) -> list[str]:
    mapping = source.mapping
    mixed = "kind" in mapping.columns.values()
    return [kind for kind in kinds() if plan.count_items(kind)] if mixed else [mapping.kind]


def find_wrong(source: CsvSource, kind: str, options: Options) -> Iterator[Refusal]:
    """What is wrong with the constants in a record of a kind, under the names that the mapping has for them."""
    importer, mapping = importer_for(kind), source.mapping
    known = {field.key: field for field in (*importer.extra_fields, *importer.fields)}
    for name in mapping.constants.keys() & importer.mapped_keys:
        record = mapping.read_constant(kind, name, mapping.constants[name])
        identity: dict[str, object] = {
            key: PLACEHOLDER for key in ("slug", "externalId") if key in importer.mapped_keys
        }
        row = Row(
            Item(str(source.path), 0, kind, {"kind": kind, **identity, **record}),
            References(options),
            options,
        )
        row.obj = importer.model()
        hold_relations(row.obj)
        importer.read_rows([row])
        row.refs.load()
        for key in record.keys() & known.keys() - row.failed_fields:
            with collect_into(row.errors, key):
                if isinstance(record[key], Unreadable):
                    raise Refusal(record[key].reason)
                known[key].store(row.obj, known[key].load(record[key], row))
        errors = [*row.errors, *find_errors(row.obj, importer.fields, row.failed_fields, cut=True)]
        for error in errors:
            if error.field.partition(".")[0] in {name, *record}:
                error.field = f"“{name}”"
                yield error
