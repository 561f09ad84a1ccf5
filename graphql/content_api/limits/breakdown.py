"""How the points of an operation come about: what each field adds, and how often it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)

from content_api.limits.cost import FREE, ROWS, Bill

__all__ = ["Share", "shares_of"]


@dataclass(frozen=True, slots=True)
class Share:
    """One field's part of a bill. path: where it stands in the answer. each: points of it, once. sizes: of the pages
    and lists that it stands in, from the outermost on; it is counted once for each of their rows."""

    path: str
    each: int
    sizes: tuple[int, ...]

    @property
    def points(self) -> int:
        return self.each * prod(self.sizes)


def shares_of(bill: Bill) -> list[Share]:
    """The parts that a bill's points are the sum of, dearest first; of an interface those of its dearest type."""
    found = under(bill, bill.operation.selection_set, bill.root, "", ())
    return sorted(found, key=lambda each: -each.points)


def under(
    bill: Bill, node: SelectionSetNode, kind: GraphQLNamedType, path: str, sizes: tuple[int, ...]
) -> Iterator[Share]:
    """The parts of a selection set."""
    if is_abstract_type(kind):
        kind = max(bill.possible(kind), key=lambda each: bill.selection_cost(node, each, path))
    if isinstance(kind, GraphQLObjectType):
        for child, definition, parent in bill.selected(node, kind):
            yield from of_field(bill, child, definition, parent, path, sizes)


def of_field(
    bill: Bill,
    node: FieldNode,
    definition: GraphQLField,
    parent: GraphQLObjectType,
    path: str,
    sizes: tuple[int, ...],
) -> Iterator[Share]:
    """The part of a field, and those of what is selected of it."""
    price = bill.prices.get((parent.name, node.name.value), FREE)
    here = f"{path}.{(node.alias or node.name).value}".lstrip(".")
    if price.base:
        yield Share(here, price.base, sizes)
    if node.selection_set is None:
        return
    below = get_named_type(definition.type)
    if price.paged:
        yield from of_page(bill, node, definition, below, here, sizes)
    else:
        yield from under(
            bill, node.selection_set, below, here, (*sizes, price.many) if price.many > 1 else sizes
        )


def of_page(
    bill: Bill,
    node: FieldNode,
    definition: GraphQLField,
    kind: GraphQLNamedType,
    path: str,
    sizes: tuple[int, ...],
) -> Iterator[Share]:
    """The parts of a connection: 1 for each row, and what is selected of it as often."""
    if not isinstance(kind, GraphQLObjectType) or node.selection_set is None:
        return
    rows = (*sizes, bill.length(node, definition))
    for child, inner, parent in bill.selected(node.selection_set, kind):
        is_row = child.name.value in ROWS
        if is_row:
            yield Share(f"{path}.{(child.alias or child.name).value}", 1, rows)
        yield from of_field(bill, child, inner, parent, path, rows if is_row else sizes)
