"""The breakdown of an operation's cost: what each field adds, and how often it is counted."""

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

from content_api.limits.cost import FREE, ROWS, OperationCost

__all__ = ["CostPart", "break_down_cost"]


@dataclass(frozen=True, slots=True)
class CostPart:
    """What one field adds to a cost.

    path: its path in the response. each: its points, once. sizes: those of the pages and lists around it, from the
    outermost on; it is counted once for each of their rows.
    """

    path: str
    each: int
    sizes: tuple[int, ...]

    @property
    def points(self) -> int:
        return self.each * prod(self.sizes)


def break_down_cost(cost: OperationCost) -> list[CostPart]:
    """The parts of a cost, most expensive first; of an interface those of its most expensive type."""
    found = list_selection_parts(cost, cost.operation.selection_set, cost.root, "", ())
    return sorted(found, key=lambda each: -each.points)


def list_selection_parts(
    cost: OperationCost, node: SelectionSetNode, kind: GraphQLNamedType, path: str, sizes: tuple[int, ...]
) -> Iterator[CostPart]:
    """The parts of a selection set."""
    if is_abstract_type(kind):
        kind = max(cost.list_possible_types(kind), key=lambda each: cost.selection_cost(node, each, path))
    if isinstance(kind, GraphQLObjectType):
        for child, definition, parent in cost.select_fields(node, kind):
            yield from list_field_parts(cost, child, definition, parent, path, sizes)


def list_field_parts(
    cost: OperationCost,
    node: FieldNode,
    definition: GraphQLField,
    parent: GraphQLObjectType,
    path: str,
    sizes: tuple[int, ...],
    count_points: int | None = None,
) -> Iterator[CostPart]:
    """The part of a field, and those of what is selected of it."""
    field_cost = cost.field_costs.get((parent.name, node.name.value), FREE)
    here = f"{path}.{(node.alias or node.name).value}".lstrip(".")
    if own := cost.get_own_points(node, definition, field_cost, count_points):
        yield CostPart(here, own, sizes)
    if node.selection_set is None:
        return
    if values := cost.count_value_points(node, definition, field_cost):
        yield CostPart(here, values, sizes)
    below = get_named_type(definition.type)
    if field_cost.is_paged:
        yield from list_page_parts(cost, node, definition, below, here, sizes, field_cost.count_points)
    else:
        length = cost.count_charged_items(node, definition, field_cost)
        yield from list_selection_parts(
            cost,
            node.selection_set,
            below,
            here,
            (*sizes, length) if length > 1 else sizes,
        )


def list_page_parts(
    cost: OperationCost,
    node: FieldNode,
    definition: GraphQLField,
    kind: GraphQLNamedType,
    path: str,
    sizes: tuple[int, ...],
    count_points: int,
) -> Iterator[CostPart]:
    """The parts of a connection: 1 for each row, and what is selected of it as often."""
    if not isinstance(kind, GraphQLObjectType) or node.selection_set is None:
        return
    rows = (*sizes, cost.get_page_size(node, definition))
    for child, inner, parent in cost.select_fields(node.selection_set, kind):
        is_row = child.name.value in ROWS
        if is_row:
            yield CostPart(f"{path}.{(child.alias or child.name).value}", 1, rows)
        yield from list_field_parts(cost, child, inner, parent, path, rows if is_row else sizes, count_points)
