"""Rows that were loaded together load their relations together.

Each fetched list becomes a batch, and every row of it remembers the batch. The first row that needs a relation loads
it for all of them, so a list costs the same number of statements for one row and for a hundred, whatever the
document asks and however it is aliased. A failed load fails each row at its own path.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Loader = Callable[[list[Any]], Mapping[Any, Any]]


class Batch:
    """Rows of one model, in the order they came, and what was loaded for all of them by now."""

    __slots__ = ("results", "rows")

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows
        self.results: dict[Hashable, Mapping[Any, Any] | Exception] = {}


def together(rows: Iterable[Row]) -> list[Row]:
    """Make one batch of the rows; the same rows, as a list."""
    listed = list(rows)
    batch = Batch(listed)
    for row in listed:
        row._batch = batch  # type: ignore[attr-defined]
    return listed


def load(row: Any, key: Hashable, loader: Loader, default: Any = None) -> Any:
    """What `loader` (rows in, mapping by primary key out) has for this row; it runs once for a batch and key."""
    batch: Batch = getattr(row, "_batch", None) or together([row])[0]._batch
    if key not in batch.results:
        try:
            batch.results[key] = loader(batch.rows)
        except Exception as error:
            batch.results[key] = error
    result = batch.results[key]
    if isinstance(result, Exception):
        raise result
    return result.get(row.pk, default)
