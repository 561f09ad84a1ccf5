"""Records that were merged into others: a line that names one means the record that stayed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Model

__all__ = ["FindSurvivors", "find_survivors", "register_survivors"]

FindSurvivors = Callable[[type[Model], str, Collection[str]], dict[tuple[str, Any], Any]]
"""Given a model, a column and values of it that no record has: the keys of the records that stayed, by the value that a
merged record had, in lower case, and the key of its language; None for records without one."""

_find: list[FindSurvivors] = []


def register_survivors(find: FindSurvivors) -> None:
    """Say how merged records are looked up; without it a name that no record has means a new one."""
    _find[:] = [find]


def find_survivors(model: type[Model], column: str, values: Collection[str]) -> dict[tuple[str, Any], Any]:
    """The rows that stayed, as above but as rows; two statements at most, none where there is nothing to look for."""
    if not (_find and values):
        return {}
    keys = _find[0](model, column, values)
    rows = model._default_manager.in_bulk(set(keys.values())) if keys else {}
    return {name: rows[key] for name, key in keys.items() if key in rows}
