"""Blocks that check without asking the database."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks import ChooserBlock

from cms.exchange.fields.block_names import child_name


class PreloadedChooser:
    """A chooser whose row was found with those of the whole batch, so it is not looked for again."""

    def clean(self, value: Any) -> Any:
        if value is None and self.required and not self.is_deferred_validation:  # type: ignore[attr-defined]
            raise ValidationError(_("This field is required."))
        return value


def copy_without_queries(block: Any, *, lenient: bool = False) -> Any:
    """A copy of a block and of all below it, in which choosers do not repeat their look-up.

    lenient: choosers may be empty, and what asks for their targets is not checked, as when a draft is saved.
    """
    copied = copy(block)
    if lenient and not (isinstance(block, blocks.FieldBlock) and not isinstance(block, ChooserBlock)):
        copied.is_deferred_validation = True
    if isinstance(block, ChooserBlock):
        copied.__class__ = type(f"Preloaded{type(block).__name__}", (PreloadedChooser, type(block)), {})
    if isinstance(block, blocks.ListBlock):
        copied.child_block = copy_without_queries(block.child_block, lenient=lenient)
    elif hasattr(block, "child_blocks"):
        copied.child_blocks = {
            name: copy_without_queries(child, lenient=lenient) for name, child in block.child_blocks.items()
        }
    return copied


def has_lost_target(block: Any, raw: Any) -> bool:
    """Whether the record of a block says that something it showed or led to is gone: null, or a list without any.

    The names of its fields have been checked; they may be spelt as in the API or as in the editor.
    """
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return any(
            has_lost_target(block.child_blocks[item["type"]], item.get("value"))
            for item in raw
            if item["type"] in block.child_blocks
        )
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        return any(
            has_lost_target(block.child_blocks[child_name(block, key)], value) for key, value in raw.items()
        )
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        if isinstance(block.child_block, ChooserBlock) and not raw:
            return True
        return any(has_lost_target(block.child_block, item) for item in raw)
    return isinstance(block, ChooserBlock) and raw is None
