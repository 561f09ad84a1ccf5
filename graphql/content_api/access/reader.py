"""How the rows of one operation are read: through the gate, and with the columns that the operation asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from content_api.access.gate import Gate
from content_api.access.structure import Structure

__all__ = ["Columns", "Reader", "load_only"]

Columns = frozenset[str] | None
"""Names of a model's fields; None for all of them."""
Chosen = tuple[str, ...] | None


@dataclass(frozen=True, eq=False)
class Reader:
    """The gate, and the columns of each model that are read; a model that is not named is read with all.

    makes_cursors: whether cursors may be asked for, which are made of the columns that rows are ordered by.
    """

    gate: Gate
    columns: Mapping[type[Model], Columns] = field(default_factory=dict)
    makes_cursors: bool = True
    memo: dict[Any, Any] = field(default_factory=dict)
    """What resolvers have worked out of the arguments of a field, for the other rows of its list."""
    _chosen: dict[tuple[Any, ...], Chosen] = field(default_factory=dict)

    @property
    def structure(self) -> Structure:
        return self.gate.structure

    def list_columns(self, model: type[Model], *more: str) -> Chosen:
        """The columns to load of a model, `more` among them, in the order of their names; None for all."""
        key = (model, *more)
        if key not in self._chosen:
            columns = self.columns.get(model)
            self._chosen[key] = None if columns is None else tuple(sorted(columns | {"pk", *more}))
        return self._chosen[key]


def load_only(rows: QuerySet[Any], columns: Chosen) -> QuerySet[Any]:
    """The same rows with these columns alone; None for all columns."""
    return rows if columns is None else rows.only(*columns)
