"""Blocks that check without asking the database."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks import ChooserBlock


class FoundTogether:
    """A chooser whose row was found with those of the whole batch, so it is not looked for again."""

    def clean(self, value: Any) -> Any:
        if value is None and self.required:  # type: ignore[attr-defined]
            raise ValidationError(_("This field is required."))
        return value


def without_sql(block: Any) -> Any:
    """A copy of a block and of all below it, in which choosers do not repeat their look-up."""
    twin = copy(block)
    if isinstance(block, ChooserBlock):
        twin.__class__ = type(f"FoundTogether{type(block).__name__}", (FoundTogether, type(block)), {})
    if isinstance(block, blocks.ListBlock):
        twin.child_block = without_sql(block.child_block)
    elif hasattr(block, "child_blocks"):
        twin.child_blocks = {name: without_sql(child) for name, child in block.child_blocks.items()}
    return twin
