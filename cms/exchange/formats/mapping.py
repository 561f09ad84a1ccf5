"""How the columns of a CSV file become the fields of a record, as a mapping file describes it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as _
from wagtail.models import Page

from cms.base.reasons import Reason, join_reasons
from cms.base.spreadsheet_cells import restore_cell
from cms.exchange.errors import Refusal, UnusableFile, name_kind, suggest_name
from cms.exchange.fields.plain import Field
from cms.exchange.fields.text import Unreadable, parse_text_or_keep
from cms.exchange.formats.cell_values import compile_date_format, find_reader
from cms.exchange.kinds.registry import find_csv_importer, importer_for, kinds

if TYPE_CHECKING:
    from cms.exchange.kinds.importer import Importer

TYPES: dict[str, tuple[type[Any], str]] = {
    "columns": (dict, _("a table")),
    "constants": (dict, _("a table")),
    "named": (list, _("a list of fields")),
    "lists": (list, _("a list of fields")),
}
UNUSABLE = _("The mapping cannot be used: %(problems)s.")
NO_FIELD = _("“%(name)s” is not a field of %(kind)s%(hint)s")
NO_COLUMN = _("has no column %(names)s; it has %(known)s. Add the column, or map another one.")
NO_COLUMNS = _("has no columns %(names)s; it has %(known)s. Add the column, or map another one.")
TWICE = _("has the column “%(name)s” twice: rename one.")
WRONG_TYPE = _("“%(name)s” must be %(type)s")
WRONG_CURRENCY = _("the currency “%(currency)s” must be an ISO 4217 code such as EUR or USD")


@dataclass(frozen=True)
class Mapping:
    """How the columns of a file become the fields of a record.

    columns: column to field. key: the column that is unique; with `source` before it, it is the external id, unless
    a column is mapped to `slug` or `externalId`. named: fields that name another row by its name or slug. lists:
    fields whose cells hold several values, separated by semicolons. constants: fields with the same value for all.
    date_format: how dates are written, such as DD/MM/YYYY. currency, price_period, plan: what a column of prices does
    not say itself.
    """

    columns: dict[str, str] = field(default_factory=lambda: dict(find_csv_importer().default_columns))
    kind: str = field(default_factory=lambda: find_csv_importer().kind)
    key: str = "name"
    source: str = ""
    named: tuple[str, ...] = field(default_factory=lambda: tuple(find_csv_importer().named))
    lists: tuple[str, ...] = ()
    constants: dict[str, Any] = field(default_factory=dict)
    date_format: str = ""
    currency: str = ""
    price_period: str = "MONTH"
    plan: str = "Standard"
    _constants: dict[str, dict[str, Any]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, settings: dict[str, Any] | None, source: str) -> Mapping:
        """The mapping that a mapping file describes. UnusableFile names every setting and field that does not exist."""
        given = {"source": source, **(settings or {})}
        known = [each.name for each in fields(cls) if each.init]
        unknown = [
            Reason(
                _("“%(name)s” is not a setting%(hint)s"), {"name": name, "hint": suggest_name(name, known)}
            )
            for name in given
            if name not in known
        ]
        if problems := unknown or check_types(given):
            raise UnusableFile(UNUSABLE, problems=join_reasons("; ", problems))
        lists: dict[str, Any] = {name: tuple(given[name]) for name in ("named", "lists") if name in given}
        written = given.get("columns", find_csv_importer().default_columns)
        columns = {normalise_column_name(name): key for name, key in written.items()}
        values: dict[str, Any] = {**given, **lists, "columns": columns}
        mapping = cls(**values)
        mapping.check_fields()
        return mapping

    def check_fields(self) -> None:
        if self.kind not in kinds():
            hint = suggest_name(self.kind, kinds())
            problem = Reason(_("“%(kind)s” is not a kind%(hint)s"), {"kind": self.kind, "hint": hint})
            raise UnusableFile(UNUSABLE, problems=problem)
        every = kinds() if "kind" in self.columns.values() else [self.kind]
        known = {key for kind in every for key in importer_for(kind).mapped_keys}
        named = [*self.columns.values(), *self.lists, *self.constants]
        unknown = [key for key in dict.fromkeys(named) if key not in known]
        if unknown:
            kind = name_kind(every[0]) if len(every) == 1 else Reason(_("any kind"))
            problems = [
                Reason(NO_FIELD, {"name": key, "kind": kind, "hint": suggest_name(key, known)})
                for key in unknown
            ]
            raise UnusableFile(UNUSABLE, problems=join_reasons("; ", problems))

    @cached_property
    def date_pattern(self) -> re.Pattern[str] | None:
        return compile_date_format(self.date_format) if self.date_format else None

    @property
    def names_itself(self) -> bool:
        """Whether records have a slug or external id without the key column."""
        return bool({"slug", "externalId"} & {*self.columns.values(), *self.constants})

    @cached_property
    def column_names(self) -> dict[str, str]:
        """The column of each field, for messages."""
        names = {key: column for column, key in self.columns.items()}
        return names if self.names_itself else {"externalId": self.key, **names}

    @cached_property
    def importers(self) -> dict[str, Importer]:
        return {kind: importer_for(kind) for kind in kinds()}

    @cached_property
    def fields_by_kind(self) -> dict[str, dict[str, Field]]:
        """The fields of each kind by their keys."""
        return {
            kind: {each.key: each for each in (*importer.fields, *importer.extra_fields)}
            for kind, importer in self.importers.items()
        }

    def check_header(self, header: Sequence[str]) -> list[Reason]:
        """What is wrong with the names of the columns, in words that follow the name of the file."""
        wanted = list(dict.fromkeys([*self.columns, *([] if self.names_itself else [self.key])]))
        missing = [
            Reason("“%(name)s”%(hint)s", {"name": name, "hint": suggest_name(name, header)})
            for name in wanted
            if name not in header
        ]
        problems = []
        if missing:
            has = ", ".join(name for name in header if name) or Reason(_("none"))
            values = {"names": join_reasons(", ", missing), "known": has}
            problems.append(Reason(NO_COLUMN if len(missing) == 1 else NO_COLUMNS, values))
        problems += [Reason(TWICE, {"name": name}) for name in wanted if header.count(name) > 1]
        return problems

    def make_record(self, row: dict[str, str]) -> dict[str, Any]:
        """The record of a row; an empty cell says nothing. A cell without a value of its field is `Unreadable`."""
        cells = {key: restore_cell(row[column].strip()) for column, key in self.columns.items()}
        kind = cells.pop("kind", "") or self.kind
        record = {"kind": kind, **self.read_constants(kind)}
        for key, cell in cells.items():
            record |= self.read(kind, key, cell) if cell else {}
        if not self.names_itself:
            key = parse_text_or_keep(restore_cell(row[self.key].strip()))
            record["externalId"] = f"{self.source}:{key}" if key else Unreadable("", _("must be given"))
        elif self._lacks_identity(kind, record):
            record["externalId"] = Unreadable("", _("must be given"))
        return record

    def _lacks_identity(self, kind: str, record: dict[str, Any]) -> bool:
        """Whether a page is known by a column of external ids alone, and the cell is empty."""
        given = {*self.columns.values(), *self.constants}
        importer = self.importers.get(kind)
        is_page = importer is not None and issubclass(importer.model, Page)
        return is_page and "slug" not in given and not record.get("externalId")

    def read_constants(self, kind: str) -> dict[str, Any]:
        """The fields that all records of a kind have, read once."""
        if kind not in self._constants:
            pairs = [self.read_constant(kind, key, value) for key, value in self.constants.items()]
            self._constants[kind] = {key: value for pair in pairs for key, value in pair.items()}
        return self._constants[kind]

    def read_constant(self, kind: str, key: str, value: Any) -> dict[str, Any]:
        """The fields of a record that a constant gives: a text says what it says in a cell."""
        if isinstance(value, date):
            return {key: value.isoformat()}
        if isinstance(value, list) and key in self.named:
            return {key: [{"name": item} if isinstance(item, str) else item for item in value]}
        return (
            self.read(kind, key, value.strip()) if isinstance(value, str) and value.strip() else {key: value}
        )

    def read(self, kind: str, key: str, cell: str) -> dict[str, Any]:
        """The fields of a record that a cell gives: one, or what `cell_fields` makes of it."""
        importer = self.importers.get(kind)
        special = importer.cell_fields.get(key) if importer else None
        try:
            return (
                special(cell, self)
                if special
                else {key: self.value(key, self.fields_by_kind.get(kind, {}).get(key), cell)}
            )
        except Refusal as refusal:
            return {key: Unreadable(cell, refusal.reason)}

    def value(self, key: str, field: Field | None, cell: str) -> Any:
        read = find_reader(field, self.date_pattern)
        if key in self.lists or (field is not None and field.is_list):
            parts = [part.strip() for part in cell.split(";") if part.strip()]
            return [{"name": part} if key in self.named else read(part) for part in parts]
        return {"name": cell} if key in self.named else read(cell)


def check_types(given: dict[str, Any]) -> list[Reason]:
    wrong = [
        Reason(WRONG_TYPE, {"name": name, "type": Reason(TYPES[name][1] if name in TYPES else _("text"))})
        for name, value in given.items()
        if not isinstance(value, TYPES.get(name, (str,))[0])
    ]
    if not wrong and not all(isinstance(key, str) for key in given.get("columns", {}).values()):
        wrong.append(Reason(_("each of “columns” must be the name of a field")))
    if (currency := given.get("currency")) and not wrong and not re.fullmatch("[A-Z]{3}", currency):
        wrong.append(Reason(WRONG_CURRENCY, {"currency": currency}))
    return wrong


def normalise_column_name(name: str) -> str:
    """The name of a column on one line, as headers are read."""
    return " ".join(name.split())


def read_mapping(path: Path) -> dict[str, Any]:
    """The settings in a TOML or JSON file. UnusableFile when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
        found = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        text = _("The mapping %(file)s cannot be read: %(error)s")
        raise UnusableFile(text, file=path.name, error=error) from error
    if not isinstance(found, dict):
        raise UnusableFile(_("The mapping %(file)s must be a table of settings."), file=path.name)
    return found
