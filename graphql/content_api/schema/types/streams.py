"""StreamField bodies, read from their stored JSON through the gate.

Wagtail's own values load choosers one body at a time and do not ask who is looking. Here the bodies of all rows that
came together are walked once, everything they point to is fetched with one gated statement for each model, and every
block answers from that. A hidden target is null, wherever it stands: chooser, link in rich text, HTML or JSON.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.rich_text import extract_references_from_rich_text

from content_api.access.reader import Reader
from content_api.model.batching import load
from content_api.model.relations import fetch
from content_api.schema.rich_text import render_rich_text

MAX_KEY = 2**63 - 1


class References:
    """What the bodies of a batch point to: every key is known before the first row is fetched."""

    def __init__(self, reader: Reader) -> None:
        self.gate, self._reader = reader.gate, reader
        self._keys: dict[type[Model], set[int]] = defaultdict(set)
        self._rows: dict[type[Model], dict[Any, Any]] = {}

    def add(self, block: blocks.Block, raw: Any) -> None:
        for model, key in references(block, raw):
            self._keys[model].add(key)

    def list_keys(self, model: type[Model]) -> set[int]:
        """The keys of a model's rows, visible or not."""
        return self._keys[model]

    def get(self, model: type[Model], key: Any) -> Any:
        """The visible row, or None."""
        if model not in self._rows:
            self._rows[model] = fetch(model, self._keys[model], self._reader)
        return self._rows[model].get(as_key(key))


class BlockNode:
    """One struct block of a body: `values` holds its children, worked out when they are first asked for."""

    __slots__ = ("block", "id", "name", "raw", "refs")

    def __init__(self, block: Any, raw: Any, refs: References, block_id: str | None = None) -> None:
        self.block, self.raw, self.refs = block, raw if isinstance(raw, dict) else {}, refs
        self.id, self.name = block_id, block.name

    def __getitem__(self, name: str) -> Any:
        child = self.block.child_blocks[name]
        return build_value(child, self.raw.get(name), self.refs)


def references(block: blocks.Block, raw: Any) -> Iterator[tuple[type[Model], int]]:
    """Every (model, key) that a stored block value points to."""
    if isinstance(block, blocks.RichTextBlock):
        for model, key, *_ in extract_references_from_rich_text(raw or ""):
            yield from ((model, number) for number in [as_key(key)] if number)
    elif isinstance(block, blocks.ChooserBlock):
        yield from ((block.model_class, number) for number in [as_key(raw)] if number)
    else:
        for child, value in children(block, raw):
            yield from references(child, value)


def children(block: blocks.Block, raw: Any) -> Iterator[tuple[Any, Any]]:
    """The child blocks of a stored value with their own stored values."""
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        yield from ((child, raw.get(name)) for name, child in block.child_blocks.items())
    elif isinstance(block, blocks.ListBlock):
        yield from ((block.child_block, value) for value in list_values(raw))
    elif isinstance(block, blocks.StreamBlock):
        yield from ((child, item.get("value")) for child, item in stream_items(block, raw))


def list_values(raw: Any) -> list[Any]:
    """A ListBlock's values from either of the two forms in which Wagtail stores them."""
    items = raw if isinstance(raw, list) else []
    return [
        item["value"] if isinstance(item, dict) and item.get("type") == "item" else item for item in items
    ]


def stream_items(block: blocks.StreamBlock, raw: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """A StreamBlock's items; one of a type that no longer exists is passed over, as Wagtail does."""
    for item in raw or ():
        child = block.child_blocks.get(item.get("type"))
        if child is not None:
            yield child, item


def build_value(block: Any, raw: Any, refs: References) -> Any:
    """The value of a stored block: nodes for structs, lists for lists, visible rows for choosers, text rendered."""
    if isinstance(block, blocks.RichTextBlock):
        return render_rich_text(raw or "", refs)
    if isinstance(block, blocks.ChooserBlock):
        return refs.get(block.model_class, raw)
    if isinstance(block, blocks.StructBlock):
        return BlockNode(block, raw, refs)
    if isinstance(block, blocks.ListBlock):
        values = (build_value(block.child_block, item, refs) for item in list_values(raw))
        return [value for value in values if value is not None]
    if isinstance(block, blocks.StreamBlock):
        return nodes(block, raw, refs)
    return block.to_python(raw) if raw is not None else block.get_default()


def nodes(block: blocks.StreamBlock, raw: Any, refs: References) -> list[BlockNode]:
    return [
        BlockNode(child, item.get("value"), refs, item.get("id")) for child, item in stream_items(block, raw)
    ]


def stream_nodes(row: Model, field: StreamField, reader: Reader) -> list[BlockNode]:
    """The top-level blocks of a row's body."""
    refs = load(row, ("stream", field.name), lambda rows: collect(rows, field, reader))
    return nodes(field.stream_block, get_raw_data(row, field), refs)


def collect(rows: list[Any], field: StreamField, reader: Reader) -> dict[Any, References]:
    refs = References(reader)
    for row in rows:
        refs.add(field.stream_block, get_raw_data(row, field))
    return dict.fromkeys((row.pk for row in rows), refs)


def get_raw_data(row: Model, field: StreamField) -> list[dict[str, Any]]:
    return list(getattr(row, field.attname).raw_data)


def as_key(value: Any) -> int | None:
    """A primary key from stored JSON; None for anything that cannot be one."""
    text = str(value)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return number if 0 < number <= MAX_KEY else None
