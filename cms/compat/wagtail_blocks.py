"""Wagtail 8.0.1 reads the counts and orders of blocks in a form unchecked: one that is missing, or no number, ends in
an error 500, and a negative count empties the field.

Each block that holds others checks its own part of the form first. cms.compat.wagtail_parameters answers 400.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

__all__ = ["MalformedForm", "install"]

stream_value = BaseStreamBlock.value_from_datadict
list_value = ListBlock.value_from_datadict
table_value = BaseTypedTableBlock.value_from_datadict


class MalformedForm(ValueError):
    """A form without a field that every form of its kind has, or with one that cannot be read; it names the field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def read_stream(self: BaseStreamBlock, data: Any, files: Any, prefix: str) -> Any:
    check_items(data, prefix, ("type",))
    return stream_value(self, data, files, prefix)


def read_list(self: ListBlock, data: Any, files: Any, prefix: str) -> Any:
    check_items(data, prefix)
    return list_value(self, data, files, prefix)


def read_table(self: BaseTypedTableBlock, data: Any, files: Any, prefix: str) -> Any:
    require(data, f"{prefix}-caption")
    check_items(data, f"{prefix}-column", ("type", "heading"))
    check_items(data, f"{prefix}-row")
    for index in range(require_number(data, f"{prefix}-column-count")):
        kind = f"{prefix}-column-{index}-type"
        if not data[f"{prefix}-column-{index}-deleted"] and data[kind] not in self.child_blocks:
            raise MalformedForm(kind)
    return table_value(self, data, files, prefix)


def check_items(data: Mapping[str, Any], prefix: str, fields: Collection[str] = ()) -> None:
    """MalformedForm unless each item that is kept has its fields and an order of its own."""
    orders = set()
    for index in range(require_number(data, f"{prefix}-count")):
        item = f"{prefix}-{index}"
        if require(data, f"{item}-deleted"):
            continue
        for field in fields:
            require(data, f"{item}-{field}")
        order = require_number(data, f"{item}-order")
        if order in orders:
            raise MalformedForm(f"{item}-order")
        orders.add(order)


def require(data: Mapping[str, Any], field: str) -> Any:
    """A field of the form; MalformedForm when it is missing."""
    try:
        return data[field]
    except KeyError:
        raise MalformedForm(field) from None


def require_number(data: Mapping[str, Any], field: str) -> int:
    """A field of the form as a number from 0 on; MalformedForm when it is none."""
    try:
        number = int(require(data, field))
    except (TypeError, ValueError) as error:
        raise MalformedForm(field) from error
    if number < 0:
        raise MalformedForm(field)
    return number


def install() -> None:
    """Extend Wagtail's methods; called once, at the start."""
    BaseStreamBlock.value_from_datadict = read_stream
    ListBlock.value_from_datadict = read_list
    BaseTypedTableBlock.value_from_datadict = read_table
