"""The block of rows and columns."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLBoolean, GraphQLString
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from content_types.blocks.declare import GraphQLRows


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

    def clean(self, value: Any) -> Any:
        """Every row as long as the first, unless a draft is being saved."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (errors := find_uneven_rows(cleaned.get("rows", ()))):
            raise StructBlockValidationError(
                block_errors={"rows": ListBlockValidationError(block_errors=errors)}
            )
        return cleaned


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
