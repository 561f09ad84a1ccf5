"""Rows that were loaded together load their relations together.

The rows of one model in a fetched list become a batch, and every row of it remembers the batch. The first row that
needs a relation loads it for all of them, so a list costs the same number of statements for one row and for a hundred,
whatever the document asks and however it is aliased; one of several kinds of rows costs them once for each kind, whose
keys and columns have nothing to do with each other. A failed load fails each row at its own path.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
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


def link_batch(rows: Iterable[Row]) -> list[Row]:
    """Make a batch of the rows of each model; the same rows, as a list."""
    listed = list(rows)
    kinds: dict[type[Model], list[Any]] = defaultdict(list)
    for row in listed:
        kinds[type(row)].append(row)
    for alike in kinds.values():
        batch = Batch(alike)
        for row in alike:
            row._batch = batch
    return listed


def load(row: Any, key: Hashable, loader: Loader, default: Any = None) -> Any:
    """What `loader` (rows in, mapping by primary key out) has for this row; it runs once for a batch and key."""
    return load_batch(find_batch(row), key, loader).get(row.pk, default)


def load_many(rows: list[Any], key: Hashable, loader: Loader, default: Any = None) -> list[Any]:
    """What `load` gives for each of several rows."""
    batches = [find_batch(row) for row in rows]
    loaded = {
        id(batch): load_batch(batch, key, loader) for batch in {id(each): each for each in batches}.values()
    }
    keys = read_keys(rows)
    return [loaded[id(batch)].get(pk, default) for batch, pk in zip(batches, keys, strict=True)]


def read_keys(rows: Sequence[Any]) -> list[Any]:
    """The primary keys of rows of one model: read directly, for Django's `pk` is looked up again for every row."""
    if len({type(row) for row in rows}) != 1:
        return [row.pk for row in rows]
    name = rows[0]._meta.pk.attname
    return [vars(row)[name] for row in rows]


def find_batch(row: Any) -> Batch:
    """The batch of a row; one of its own when it came alone."""
    batch: Batch | None = getattr(row, "_batch", None)
    return link_batch([row])[0]._batch if batch is None else batch


def load_batch(batch: Batch, key: Hashable, loader: Loader) -> Mapping[Any, Any]:
    """What `loader` has for the rows of a batch; a failure is kept, and raised every time."""
    result = batch.results.get(key)
    if result is None:
        try:
            result = loader(batch.rows)
        except Exception as error:
            result = error
        batch.results[key] = result
    if isinstance(result, Exception):
        raise result
    return result
