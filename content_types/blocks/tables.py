"""The block of rows and columns."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLBoolean, GraphQLString
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from content_types.blocks.declare import GraphQLRows
from content_types.blocks.table_grid import (
    TableFormAdapter,
    TableValidationError,
    make_grid,
    read_grid,
    render_grid,
)


@register_streamfield_block
class TableBlock(blocks.StructBlock):
    """Rows of plain text, all of one length."""

    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)
    first_row_is_header = blocks.BooleanBlock(
        label=_("The first row is a heading"), required=False, default=True
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(
            blocks.CharBlock(label=_("Cell"), required=False, max_length=500), label=_("Row"), max_num=12
        ),
        label=_("Rows"), min_num=1, max_num=100,
    )  # fmt: skip

    graphql_fields = [
        GraphQLString("caption", required=True),
        GraphQLBoolean("first_row_is_header", required=True),
        GraphQLRows("rows"),
    ]

    class Meta:
        icon = "table"
        label = _("Table")
        label_format = "{caption}"
        description = _("Rows and columns of text.")
        template = "blocks/table.html"
        preview_value = {
            "caption": "Plans",
            "first_row_is_header": True,
            "rows": [
                ["Plan", "People", "Documents", "Price"],
                ["Free", "1", "50", "0 €"],
                ["Team", "10", "5,000", "20 €"],
                ["House", "any", "any", "on request"],
            ],
        }

    @cached_property
    def grid(self) -> TypedTableBlock:
        """The block whose form edits this one."""
        return make_grid(self.child_blocks["rows"].child_block.child_block)

    def get_form_state(self, value: Any) -> dict[str, Any]:
        return render_grid(value)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        return self.normalize(read_grid(self.grid.value_from_datadict(data, files, prefix)))

    def value_omitted_from_data(self, data: Any, files: Any, prefix: str) -> bool:
        return f"{prefix}-column-count" not in data

    def clean(self, value: Any) -> Any:
        """Every row as long as the first, unless a draft is being saved."""
        try:
            cleaned = super().clean(value)
            if not self.is_deferred_validation and (errors := find_uneven_rows(cleaned.get("rows", ()))):
                raise StructBlockValidationError({"rows": ListBlockValidationError(block_errors=errors)})
        except StructBlockValidationError as error:
            raise TableValidationError(error, value["first_row_is_header"]) from error
        return cleaned


register(TableFormAdapter(), TableBlock)


def find_uneven_rows(rows: Any) -> dict[int, ListBlockValidationError]:
    """A message for every row that is not as long as the first, by its place."""
    columns = next(map(len, rows), 0)
    message = _("This row has %(found)d cells, and the first row has %(columns)d: add or remove cells.")
    return {
        place: ListBlockValidationError(
            non_block_errors=[ValidationError(message, params={"found": len(row), "columns": columns})]
        )
        for place, row in enumerate(rows)
        if len(row) != columns
    }
