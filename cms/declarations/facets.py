"""Facets of a list: how many of its rows each value of a filter leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model, QuerySet

from cms.declarations.access import Gate, Viewer

__all__ = ["Band", "Facet"]


@dataclass(frozen=True, slots=True)
class Band:
    """A range of a number: `low` belongs to it, `high` does not; None is no bound. value: what the filter takes,
    written as in a query. Bands may overlap: "4 and more" and "3 and more" do."""

    value: str
    label: Any
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Counts for the filter of the same name: what each value would leave, with all other filters.

    label: its name for people. One of these says what is counted:

    path: a Django path from the model, or a function that answers one, or None while there is nothing to count. It ends
        in a column, which may be an array or behind one-to-one relations, or is a relation with one or many rows; these
        pass through the gate. Choices are written as the filter's enumeration has them.
    expression: takes nothing and answers an expression over the model, instead of a path.
    rows: for what a path cannot say; takes the gate and the language of texts that are translated, which is None for
        that of their columns, and answers a query set of tuples: key of a row of the list,
        name of the part, value, label. A facet of parts answers once for each, as typed attributes do; its filter
        is a list of inputs with the part in `part`, and each part is counted without its own inputs alone.

    value, title: of a relation, the columns with the filter's value and the label.
    is_shown_by_rows: the related rows are visible to everybody who sees a row that is linked to them, so their declared
        rule is not asked again; rules of plugins are.
    is_tree: the related rows are a tree of materialised paths, in which a row counts for every node above its own.
    bands: ranges of a number, in the order in which they are answered. Other values come most frequent first, or in
        their own order with `by_value`.
    build_label: makes the label of a value of that which the database gives, in the language of the list.
    reads: other models that the values are worked out from; nothing is counted for a credential without their kinds.
    """

    label: Any
    path: str | Callable[[], str | None] = ""
    expression: Callable[[], Any] | None = None
    rows: Callable[[Gate, str | None], QuerySet[Any]] | None = None
    part: str = ""
    value: str = "slug"
    title: str = "name"
    is_shown_by_rows: bool = False
    is_tree: bool = False
    bands: Sequence[Band] = ()
    by_value: bool = False
    build_label: Callable[[str], str] | None = None
    reads: tuple[type[Model], ...] = ()

    def find_path(self) -> str | None:
        """The path at this moment."""
        return self.path() if callable(self.path) else self.path

    def narrow(self, viewer: Viewer) -> Facet:
        """The same, or one without values where the viewer may not read what they are worked out from."""
        if all(viewer.reads(model) for model in self.reads):
            return self
        return replace(self, path=find_nothing, expression=None, rows=None)


def find_nothing() -> None:
    """The path of a facet that counts nothing."""
