"""StreamFields in records: `[{"type": …, "value": …}, …]`, with pages, pictures and documents by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue

from cms.base.reasons import Reason, join_reasons, read_messages
from cms.exchange.errors import Refusal, place_reason
from cms.exchange.fields.block_checks import copy_without_queries, has_lost_target
from cms.exchange.fields.block_names import Names, iterate_names
from cms.exchange.fields.block_values import at, build_candidate_keys, build_native_value
from cms.exchange.fields.plain import Field, check_list, check_object
from cms.exchange.fields.text import parse_text
from cms.exchange.records import Row

BLOCK_IDS = UUID("6d0f3c1e-7f3a-4f0e-9a64-0b7d8f0a5c11")
"""Name space of the ids given to blocks that come without one, so that a second import finds the same."""


class Body(Field):
    """A StreamField. Every block is checked as the editor checks it, without its look-ups in the database."""

    omits_hidden = True

    def collect_references(self, raw: Any, row: Row) -> None:
        for kind, name in iterate_names(self.block(row), raw):
            for key in build_candidate_keys(kind, name, row):
                row.refs.add(kind, key)

    def block(self, row: Row) -> blocks.StreamBlock:
        from cms.exchange.kinds.registry import importer_for

        model: Any = importer_for(row.item.kind).model
        return stream_block(model, self.name)

    def load(self, raw: Any, row: Row) -> StreamValue:
        block = self.block(row)
        model: Any = type(row.obj)
        items = [self.item(block, item, place, row) for place, item in enumerate(check_list(raw), 1)]
        value = StreamValue(block, items)
        for child, item in zip(value, check_list(raw), strict=True):
            if has_lost_target(child.block, item.get("value")):
                child.block = lenient_block(model, self.name).child_blocks[child.block_type]
        if len(value) or block.required:
            try:
                value = block.clean(value)
            except ValidationError as error:
                raise Refusal(join_reasons("; ", messages(error))) from None
        block.get_prep_value(value)
        return value

    def item(self, block: blocks.StreamBlock, raw: Any, place: int, row: Row) -> tuple[str, Any, str]:
        with at(f"block {place}"):
            given = check_object(raw, {"type", "value", "id"})
            name = given.get("type")
            if not isinstance(name, str) or name not in block.child_blocks:
                raise Refusal(
                    _("“%(name)s” is not a kind of block; known are %(known)s"),
                    name=name,
                    known=", ".join(block.child_blocks),
                )
            with at(f"({name})"):
                return (
                    name,
                    build_native_value(block.child_blocks[name], given.get("value"), row),
                    self.block_id(given, place, row),
                )

    def block_id(self, given: dict[str, Any], place: int, row: Row) -> str:
        if not given.get("id"):
            return str(uuid5(BLOCK_IDS, f"{row.item.kind}/{row.key}/{place}"))
        try:
            return str(UUID(parse_text(given["id"])))
        except ValueError:
            raise Refusal(_("must be a UUID"), "id") from None

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        held = getattr(obj, self.name)
        return strip_item_ids(held.stream_block.get_prep_value(held)) == strip_item_ids(
            value.stream_block.get_prep_value(value)
        )

    def collect(self, obj: Any, names: Names) -> None:
        """Note what the body names, so that `dump` can call it by name."""
        value = getattr(obj, self.name)
        names.collect(value.stream_block, list(value.raw_data))

    def dump(self, obj: Any) -> list[dict[str, Any]]:
        value = getattr(obj, self.name)
        return Names.current().build_record(value.stream_block, list(value.raw_data))


@cache
def lenient_block(model: type[Any], name: str) -> blocks.StreamBlock:
    """The block that takes what an export writes of blocks whose targets are gone."""
    return copy_without_queries(model._meta.get_field(name).stream_block, lenient=True)


@cache
def stream_block(model: type[Any], name: str) -> blocks.StreamBlock:
    return copy_without_queries(model._meta.get_field(name).stream_block)


def strip_item_ids(raw: Any) -> Any:
    """Raw block data without the ids of list items, which a record does not carry."""
    if isinstance(raw, dict):
        if raw.keys() == {"type", "value", "id"} and raw["type"] == "item":
            return strip_item_ids(raw["value"])
        return {key: strip_item_ids(value) for key, value in raw.items()}
    return [strip_item_ids(item) for item in raw] if isinstance(raw, list) else raw


def read_block_messages(error: ValidationError) -> Iterator[Reason]:
    """What is wrong with a block as a whole."""
    for each in getattr(error, "non_block_errors", []):
        yield from read_messages(each) if isinstance(each, ValidationError) else [Reason(str(each))]


def messages(error: ValidationError, path: str = "") -> Iterator[Reason]:
    """What is wrong in which block, from Wagtail's nested errors."""
    inner = getattr(error, "block_errors", None)
    if inner is None:
        found = join_reasons(" ", read_messages(error))
        yield place_reason(path, found) if path else found
        return
    for message in read_block_messages(error):
        yield place_reason(path, message) if path else message
    below = inner.items() if isinstance(inner, dict) else enumerate(inner)
    for name, nested in below:
        step = (
            f"block {name + 1}"
            if not path and isinstance(name, int)
            else name + 1
            if isinstance(name, int)
            else name
        )
        if nested is not None:
            yield from messages(nested, f"{path}.{step}" if path else str(step))
