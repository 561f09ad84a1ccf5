"""Public texts in blocks without the invisible characters that `normalise_text` removes."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText

from cms.base.public_text import normalise_text


def normalise_value(block: blocks.Block, value: Any) -> Any:
    """The cleaned value of a block with all its texts normalised."""
    match block:
        case blocks.StreamBlock() | blocks.ListBlock():
            for child in value if isinstance(block, blocks.StreamBlock) else value.bound_blocks:
                child.value = normalise_value(child.block, child.value)
        case blocks.StructBlock():
            for name in block.child_blocks.keys() & value.keys():  # an unfinished draft may lack some
                value[name] = normalise_value(block.child_blocks[name], value[name])
        case blocks.RichTextBlock():
            return RichText(normalise_text(value.source))
        case _ if isinstance(value, str):
            return normalise_text(value)
    return value
