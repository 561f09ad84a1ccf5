"""The form of a table: Wagtail's typed table with one type of column, over the same stored rows as ever.

The first row of a table that has a heading row stands in the grid's column headings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockAdapter,
    TypedTableBlockValidationError,
)

__all__ = ["TableFormAdapter", "TableValidationError", "make_grid", "read_grid", "render_grid"]

COLUMN = "text"
EMPTY = [["", ""], ["", ""], ["", ""]]
"""What a new table shows: the headings of two columns, and two rows."""


def make_grid(cell: blocks.Block) -> TypedTableBlock:
    """The block whose form is the grid."""
    column = blocks.CharBlock(label=gettext_lazy("Cell"), required=False, max_length=cell.field.max_length)
    return TypedTableBlock([(COLUMN, column)])


def render_grid(value: Mapping[str, Any]) -> dict[str, Any]:
    """The state of the form for a stored table; the rows of an unfinished draft are filled up to one length."""
    rows = [list(row) for row in value["rows"]]
    if not any(map(any, rows)):
        rows = EMPTY
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    headings, *others = rows if value["first_row_is_header"] else ([""] * width, *rows)
    return {
        "columns": [{"type": COLUMN, "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in others],
        "caption": value["caption"],
    }


def read_grid(table: TypedTable) -> dict[str, Any]:
    """The table to store; its first row is a heading when a column has one."""
    headings = [column["heading"] for column in table.columns]
    has_headings = any(heading.strip() for heading in headings)
    rows = [list(row["values"]) for row in table.row_data] if table.columns else []
    return {
        "caption": table.caption,
        "first_row_is_header": has_headings,
        "rows": [headings, *rows] if has_headings else rows,
    }


class TableValidationError(StructBlockValidationError):
    """The errors of a table, which its form shows at the cells of the grid."""

    def __init__(self, error: StructBlockValidationError, first_row_is_header: bool) -> None:
        super().__init__(error.block_errors, error.non_block_errors)
        self.first_row_is_header = first_row_is_header

    def as_json_data(self) -> dict[str, Any]:
        messages, cells = [*self.non_block_errors.as_data()], {}
        if caption := self.block_errors.get("caption"):
            messages.append(name_place(_("Caption"), caption))
        if rows := self.block_errors.get("rows"):
            messages += rows.non_block_errors.as_data()
            for index, row in rows.block_errors.items():
                messages += row.non_block_errors.as_data()
                cells[index - self.first_row_is_header] = row.block_errors
        for number, error in cells.pop(-1, {}).items():
            messages.append(name_place(_("Heading of column %(number)s") % {"number": number + 1}, error))
        return TypedTableBlockValidationError(cells, messages).as_json_data()


def name_place(place: str, error: ValidationError) -> ValidationError:
    return ValidationError(f"{place}: {' '.join(error.messages)}")


class TableFormAdapter(TypedTableBlockAdapter):
    """Draws the grid of a table with Wagtail's script, and one of ours that names cells and moves by key."""

    js_constructor = "content_types.blocks.tables.TableBlock"

    def js_args(self, block: Any) -> list[Any]:
        name, _children, _states, meta = super().js_args(block)
        meta["strings"] |= {
            "CAPTION_HELP_TEXT": _("A title for the table. Screen readers announce it first."),
            "CELL": _("Row %(row)s, %(column)s"),
            "COLUMN": _("column %(number)s"),
            "HEADING": _("Heading of column %(number)s"),
        }
        grid = block.grid
        states = {key: child.get_form_state(child.get_default()) for key, child in grid.child_blocks.items()}
        return [name, grid.child_blocks.values(), states, meta]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            js=[versioned_static("blocks/table_grid.js")],
            css={"all": [versioned_static("blocks/table_grid.css")]},
        )
