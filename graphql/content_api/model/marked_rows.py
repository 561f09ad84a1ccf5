"""Rows that values point to: loaded through the gate, once for all values that were loaded together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from content_api.access.reader import Reader
from content_api.model.relations import fetch

__all__ = ["expect_rows", "find_row"]


def expect_rows(model: Any, keys: Iterable[int], reader: Reader) -> None:
    """Say which rows will be asked for, so that the first one loads them all."""
    reader.memo.setdefault(("expected", model), set()).update(keys)


def find_row(model: Any, key: int, reader: Reader) -> Any:
    """The row with this key; None when the caller does not see it."""
    known: dict[int, Any] = reader.memo.setdefault(("rows", model), {})
    if key not in known:
        wanted = {key, *reader.memo.get(("expected", model), ())} - known.keys()
        found = fetch(model, wanted, reader)
        known.update({each: found.get(each) for each in wanted})
    return known[key]
