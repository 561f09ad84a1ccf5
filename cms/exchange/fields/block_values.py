"""The Python values of blocks, made from a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _
from wagtail import blocks

from cms.exchange.errors import MissingReference, Refusal
from cms.exchange.fields.block_names import (
    child_name,
    get_chooser_kind,
    get_linkable_kinds,
    is_paged,
    split_name,
)
from cms.exchange.fields.file_references import inner_path
from cms.exchange.fields.plain import check_list, check_object
from cms.exchange.fields.relations import find_first, page_keys
from cms.exchange.fields.rich_text import to_stored
from cms.exchange.fields.text import json_type, parse_text
from cms.exchange.records import Row


def build_native_value(block: Any, raw: Any, row: Row) -> Any:
    """The Python value of a block, with the rows that choosers name in their places."""
    match block:
        case blocks.StructBlock():
            return block.normalize(dict(struct_items(block, raw, row)))
        case blocks.ListBlock():
            return block.normalize(list(list_items(block, raw, row)))
        case blocks.RichTextBlock():
            return block.normalize(rich_text(block, raw, row))
        case _ if kind := get_chooser_kind(block):
            return find_chosen(kind, raw, row) if raw else None
        case blocks.FieldBlock() if isinstance(raw, dict | list):
            raise Refusal(_("must be a plain value, not %(given)s"), given=json_type(raw))
    return block.to_python(parse_text(raw) if isinstance(raw, str) else raw)


def struct_items(block: blocks.StructBlock, raw: Any, row: Row) -> Iterator[tuple[str, Any]]:
    given = check_object({} if raw is None else raw, child_keys(block))
    named: dict[str, tuple[str, Any]] = {}
    for key, value in given.items():
        first = named.setdefault(child_name(block, key), (key, value))[0]
        if first != key:
            raise Refusal(
                _("“%(first)s” and “%(second)s” are the same field: give one of them"),
                first=first,
                second=key,
            )
    for name, child in block.child_blocks.items():
        key, value = named.get(name, (name, None))
        with at(key):
            yield (
                name,
                build_native_value(child, value, row)
                if name in named
                else child.normalize(child.get_default()),
            )


def child_keys(block: blocks.StructBlock) -> set[str]:
    """What the fields of a block may be called in a record: as in the editor, and as in the API."""
    return {*block.child_blocks, *(to_camel_case(name) for name in block.child_blocks)}


def to_camel_case(name: str) -> str:
    """alt_text → altText."""
    first, *others = name.split("_")
    return first + "".join(word.title() for word in others)


def list_items(block: blocks.ListBlock, raw: Any, row: Row) -> Iterator[Any]:
    for place, item in enumerate(check_list(raw), 1):
        with at(str(place)):
            yield build_native_value(block.child_block, item, row)


def rich_text(block: blocks.RichTextBlock, raw: Any, row: Row) -> str:
    features = getattr(block.field.widget, "features", None) or block.features
    return to_stored(
        parse_text(raw), features, get_linkable_kinds(), lambda kind, name: find_chosen(kind, name, row)
    )


def find_chosen(kind: str, name: Any, row: Row) -> Any:
    kind, name = split_name(kind, name) if isinstance(name, str) else (kind, name)
    return find_first(kind, build_candidate_keys(kind, name, row), row)


def build_candidate_keys(kind: str, name: Any, row: Row) -> list[Any]:
    """Keys under which what a body names may be found, the best first."""
    if kind in ("image", "document"):
        return [inner_path(name, row.folder)]
    text = parse_text(name)
    return page_keys(text, row.language) if is_paged(kind) else [text]


class at:
    """Say in a refusal which part of the body it is about."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, Refusal) and not isinstance(error, MissingReference):
            error.inside(self.place)
