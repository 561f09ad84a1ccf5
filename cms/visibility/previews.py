"""What previews and comparisons in the admin show of blocks: a hidden row is left out, as the API leaves it out."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.fields import StreamField

from cms.visibility.current import current_gate
from cms.visibility.gate import AdminGate, is_guarded

__all__ = ["copy_without_hidden_rows", "leave_out_hidden_rows"]

Keys = dict[type[Model], set[str]]


def leave_out_hidden_rows(page: Model) -> None:
    """Empty the choosers in the page's blocks that hold hidden rows; the page must not be saved afterwards."""
    gate = current_gate()
    if gate is None:
        return
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and (value := getattr(page, field.name)):
            empty_choosers(field.stream_block, value, find_hidden(gate, field.stream_block, value))


def copy_without_hidden_rows(block: Any, value: Any) -> Any:
    """The value of a block, or a copy without the hidden rows that it refers to."""
    gate = current_gate()
    hidden = find_hidden(gate, block, value) if gate and value is not None else {}
    return empty_choosers(block, block.to_python(block.get_prep_value(value)), hidden) if hidden else value


def find_hidden(gate: AdminGate, block: Any, value: Any) -> Keys:
    """The keys of hidden rows that a block refers to, by model; one statement for each model."""
    found: Keys = {}
    for model, key, *_ in block.extract_references(value):
        if is_guarded(model) and str(key).isdecimal():
            found.setdefault(model, set()).add(key)
    hidden = {model: gate.hidden_keys(model, map(int, keys)) for model, keys in found.items()}
    return {model: set(map(str, keys)) for model, keys in hidden.items() if keys}


def empty_choosers(block: Any, value: Any, hidden: Keys) -> Any:
    """The value of a block with None for every hidden row."""
    match block:
        case blocks.StreamBlock() | blocks.ListBlock():
            for child in value if isinstance(block, blocks.StreamBlock) else value.bound_blocks:
                child.value = empty_choosers(child.block, child.value, hidden)
        case blocks.StructBlock() if isinstance(value, dict):
            for name in block.child_blocks.keys() & value.keys():
                value[name] = empty_choosers(block.child_blocks[name], value[name], hidden)
        case _ if isinstance(value, Model) and str(value.pk) in hidden.get(
            getattr(block, "model_class", type(value)), ()
        ):
            return None
    return value
