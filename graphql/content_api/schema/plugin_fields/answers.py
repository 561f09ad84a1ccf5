"""Whether what a plugin answers is of its declared type, and if not, where and why: for the log, never for a caller."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import chain
from typing import Any, get_args, get_origin, get_type_hints

from cms.plugins.api.contributions import Rows
from cms.plugins.api.hints import is_union, list_alternatives

__all__ = ["find_mapping_mismatch", "find_mismatch", "find_payload_mismatch"]

SHOWN = 60
"""Characters of a wrong value that the log shows."""


def find_mismatch(hint: Any, value: Any) -> str:
    """The first part of an answer that is not of its type; empty when all are. None fits, for plugin fields are
    nullable."""
    return get_first(() if value is None else find_mismatches(hint, value, "the answer"))


def find_mapping_mismatch(hint: Any, values: Any) -> str:
    """The same for what `load` answers: a mapping from primary key to value."""
    if not isinstance(values, Mapping):
        return (
            f"load answered {shape(values)}: return a mapping from each key to its value, {describe(hint)}."
        )
    wrong = (f"load answered for the key {shape(key)}: its keys are the int that it was given."
             for key in values if not is_key(key))  # fmt: skip
    parts = (find_mismatches(hint, value, f"key {key}") for key, value in values.items() if value is not None)
    return get_first(chain(wrong, chain.from_iterable(parts)))


def find_payload_mismatch(cls: type, value: Any) -> str:
    """The same for the payload of a mutation, whose members may all be None."""
    if not isinstance(value, cls):
        return f"perform answered {shape(value)}: return {cls.__name__}."
    hints = get_type_hints(cls)
    members = ((each.name, getattr(value, each.name)) for each in fields(cls))
    parts = (
        find_mismatches(hints[name], member, f"{cls.__name__}.{name}")
        for name, member in members
        if member is not None
    )
    return get_first(chain.from_iterable(parts))


def get_first(found: Any) -> str:
    return next(iter(found), "")


def find_mismatches(hint: Any, value: Any, place: str) -> Iterator[str]:
    """A line for each part of a value that is not of its type, with its place ("key 7[2].words")."""
    if is_union(hint):
        parts = list_alternatives(hint)
        if value is not None and not any(fits(each, value) for each in parts):
            yield from (
                find_mismatches(parts[0], value, place) if len(parts) == 1 else [line(hint, value, place)]
            )
    elif get_origin(hint) is list and isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from find_mismatches(get_args(hint)[0], each, f"{place}[{number}]")
    elif is_record(hint) and isinstance(value, hint):
        hints = get_type_hints(hint)
        for member in fields(hint):
            yield from find_mismatches(
                hints[member.name], getattr(value, member.name), f"{place}.{member.name}"
            )
    elif not is_leaf(hint, value):
        yield line(hint, value, place)


def fits(hint: Any, value: Any) -> bool:
    return not get_first(find_mismatches(hint, value, ""))


def line(hint: Any, value: Any, place: str) -> str:
    return f"{place} is {shape(value)}, and its declared type is {describe(hint)}: return that."


def shape(value: Any) -> str:
    """A value and its type, cut to what a log should hold."""
    text = repr(value)
    return f"{text[:SHOWN]}{'…' if len(text) > SHOWN else ''} ({type(value).__name__})"


def describe(hint: Any) -> str:
    """A declared type as its author wrote it."""
    if isinstance(hint, Rows):
        return f"{'a list of primary keys' if hint.many else 'a primary key'} of {hint.model}"
    return hint.__name__ if isinstance(hint, type) and get_origin(hint) is None else str(hint)


def is_record(hint: Any) -> bool:
    return isinstance(hint, type) and is_dataclass(hint)


def is_leaf(hint: Any, value: Any) -> bool:
    """Whether a value that has no parts to look at is of its type."""
    if isinstance(hint, Rows):
        listed = hint.many and isinstance(value, list | tuple)
        return all(is_key(key) for key in value) if listed else is_key(value)
    if get_origin(hint) is list or is_record(hint):
        return False
    return is_scalar(hint, value)


def is_scalar(hint: Any, value: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return isinstance(value, hint)
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31
    if hint is datetime.date:
        return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    return isinstance(value, hint)


def is_key(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
