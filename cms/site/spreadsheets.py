"""Spreadsheet downloads of admin lists: some of their cells contain untrusted text."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.base.spreadsheet_cells import neutralise_cell

__all__ = ["install"]


def write_csv_row(self: SpreadsheetExportMixin, writer: Any, row: dict[str, Any]) -> Any:
    """SpreadsheetExportMixin.write_csv_row, without formulas; in XLSX files Wagtail itself writes text."""
    cells = {name: self.preprocess_field_value(name, value, self.FORMAT_CSV) for name, value in row.items()}
    return writer.writerow({name: neutralise_cell(value) for name, value in cells.items()})


def install() -> None:
    """Let every list be exported as above; called once, at the start."""
    SpreadsheetExportMixin.write_csv_row = write_csv_row
