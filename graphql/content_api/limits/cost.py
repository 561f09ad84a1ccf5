"""What an operation costs at most, before it is executed, and what it did cost, by its response.

Both walk the selections; the first takes page sizes for lengths, the second the lengths in the response. So the first
is never less than the second, a literal costs what a variable or a default with its value costs, and n
aliases cost n times one. A selection set is worked out once for each type, however often a fragment is spread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)
from graphql.execution.values import get_argument_values, get_directive_values
from graphql.type import GraphQLIncludeDirective, GraphQLSkipDirective

from content_api.limits.field_costs import FieldCost

__all__ = ["OperationCost"]

FREE = FieldCost()
ROWS = frozenset({"nodes", "edges"})
"""Fields of a connection that stand for its rows."""

CEILING = 10**9
Selected = tuple[FieldNode, GraphQLField, GraphQLObjectType]


@dataclass(frozen=True, slots=True)
class CountedField:
    """A selected field whose cost depends on the value in the response.

    row: what each of its rows costs as such. length: how many of its items are charged. each: what every item costs;
    None when that depends on what the item holds. below: what is selected of it; None where its type is known with the
    value. count_points: what counts over the whole list below it cost.
    values_per_point: how many items cost one point together; 0 when they do not.
    """

    name: str
    node: SelectionSetNode
    kind: GraphQLNamedType
    row: int
    length: int
    each: int | None
    below: SelectionCost | None
    count_points: int | None
    values_per_point: int = 0


SelectionCost = tuple[int, list[CountedField]]


@dataclass(slots=True)
class OperationCost:
    """The cost of one operation with the values of its variables. by_path: the points of each path, as they were added
    up."""

    schema: GraphQLSchema
    field_costs: Mapping[tuple[str, str], FieldCost]
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: dict[str, Any]
    page_size: int
    max_page_size: int
    by_path: list[tuple[str, int]] = field(default_factory=list)
    _requested: int = 1
    _known: dict[tuple[int, str], int] = field(default_factory=dict)
    _summaries: dict[tuple[int, str], SelectionCost] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._requested = max(1, self.selection_cost(self.operation.selection_set, self.root, ""))

    @property
    def root(self) -> GraphQLObjectType:
        found = self.schema.get_root_type(self.operation.operation)
        if found is None:
            raise GraphQLError(f"The schema has no {self.operation.operation.value}.")
        return found

    # Before execution

    @property
    def requested_points(self) -> int:
        """Points of the whole operation, at least 1."""
        return self._requested

    def selection_cost(self, node: SelectionSetNode, kind: GraphQLNamedType, path: str) -> int:
        key = (id(node), kind.name)
        if key not in self._known:
            self._known[key] = 0
            self._known[key] = min(self._selection_cost(node, kind, path), CEILING)
        return self._known[key]

    def _selection_cost(self, node: SelectionSetNode, kind: GraphQLNamedType, path: str) -> int:
        if is_abstract_type(kind):
            return max(
                (self.selection_cost(node, each, path) for each in self.list_possible_types(kind)), default=0
            )
        if not isinstance(kind, GraphQLObjectType):
            return 0
        return sum(self.field_cost(*each, path) for each in self.select_fields(node, kind))

    def field_cost(
        self,
        node: FieldNode,
        definition: GraphQLField,
        parent: GraphQLObjectType,
        path: str,
        count_points: int | None = None,
    ) -> int:
        cost_here = self.field_costs.get((parent.name, node.name.value), FREE)
        here = f"{path}.{(node.alias or node.name).value}".lstrip(".")
        cost = self.get_own_points(node, definition, cost_here, count_points)
        if node.selection_set is not None:
            below = get_named_type(definition.type)
            if cost_here.is_paged:
                cost += self.page_cost(node, definition, below, here, cost_here.count_points)
            else:
                length = self.count_charged_items(node, definition, cost_here)
                cost += length * self.selection_cost(node.selection_set, below, here)
            cost += self.count_value_points(node, definition, cost_here)
        if cost:
            self.by_path.append((here, cost))
        return min(cost, CEILING)

    def count_value_points(self, node: FieldNode, definition: GraphQLField, cost_here: FieldCost) -> int:
        """Points of a list of values as long as its argument `first`; 0 for all other fields."""
        if not cost_here.values_per_point:
            return 0
        return ceil(self.get_page_size(node, definition) / cost_here.values_per_point)

    def get_own_points(
        self, node: FieldNode, definition: GraphQLField, cost: FieldCost, count_points: int | None
    ) -> int:
        """Points of a field itself. count_points: those of a count in the connection that it stands in."""
        points = count_points if cost.is_count and count_points is not None else cost.own
        return points * self.count_items(node, definition, cost.per) if cost.per else points

    def count_items(self, node: FieldNode, definition: GraphQLField, argument: str) -> int:
        """How many different items a list in the arguments has."""
        try:
            items = get_argument_values(definition, node, self.variables).get(argument) or ()
        except GraphQLError:
            return 1  # execution rejects it with a message of its own
        return max(1, len(set(items)))

    def page_cost(
        self, node: FieldNode, definition: GraphQLField, kind: GraphQLNamedType, path: str, count_points: int
    ) -> int:
        """Points below a connection: each row costs 1 and what is selected of it."""
        if not isinstance(kind, GraphQLObjectType) or node.selection_set is None:
            return 0
        length, total = self.get_page_size(node, definition), 0
        for child, inner, parent in self.select_fields(node.selection_set, kind):
            cost = self.field_cost(child, inner, parent, path, count_points)
            total += length * (1 + cost) if child.name.value in ROWS else cost
        return total

    def count_charged_items(self, node: FieldNode, definition: GraphQLField, cost_here: FieldCost) -> int:
        """How often what is selected of a list or object is charged."""
        if cost_here.items is None:
            return cost_here.length
        try:
            given = get_argument_values(definition, node, self.variables).get(cost_here.items)
        except GraphQLError:
            return cost_here.length  # execution refuses it with a message of its own
        return min(len(given or ()), cost_here.length)

    def get_page_size(self, node: FieldNode, definition: GraphQLField) -> int:
        """How many rows a page may have."""
        try:
            values = get_argument_values(definition, node, self.variables)
        except GraphQLError:
            return self.max_page_size  # execution refuses it with a message of its own
        wanted = values.get("first") or values.get("last") or self.page_size
        return max(1, min(int(wanted), self.max_page_size))

    # After execution

    def measure(self, data: Mapping[str, Any] | None) -> int:
        """Points of a response, at least 1."""
        if data is None:
            return 1
        return max(1, self.measure_selection(self.operation.selection_set, self.root, data))

    def measure_selection(
        self,
        node: SelectionSetNode,
        kind: GraphQLNamedType,
        data: Mapping[str, Any],
        count_points: int | None = None,
    ) -> int:
        if is_abstract_type(kind):
            return max(
                (self.measure_selection(node, each, data) for each in self.list_possible_types(kind)),
                default=0,
            )
        return self.measure_objects(self.summarize_selection(node, kind, count_points), [data])

    def measure_objects(self, selected: SelectionCost, objects: Sequence[Mapping[str, Any]]) -> int:
        """Points of objects of which this is selected."""
        points, counted = selected
        total = points * len(objects)
        for each in counted:
            found = [value for data in objects if (value := data.get(each.name)) is not None]
            total += self.measure_values(each, found)
        return total

    def measure_values(self, counted: CountedField, values: Sequence[Any]) -> int:
        """Points of the values of a field: all are objects, or all are lists."""
        if not values or not isinstance(values[0], list):
            return self.measure_items(counted, values)
        if counted.values_per_point:
            return sum(ceil(len(each) / counted.values_per_point) for each in values)
        charged = values if counted.row else [each[: counted.length] for each in values]
        items = [item for each in charged for item in each if item]
        return len(items) * counted.row + self.measure_items(counted, items)

    def measure_items(self, counted: CountedField, items: Sequence[Mapping[str, Any]]) -> int:
        if counted.each is not None:
            return len(items) * counted.each
        if counted.below is not None:
            return self.measure_objects(counted.below, items)
        kind, count_points = counted.kind, counted.count_points
        return sum(self.measure_selection(counted.node, kind, each, count_points) for each in items)

    def summarize_selection(
        self, node: SelectionSetNode, kind: GraphQLNamedType, count_points: int | None = None
    ) -> SelectionCost:
        """What a selection set costs on a type whatever the response, and the fields on whose values the rest
        depends; found once for all rows."""
        key = (id(node), kind.name)
        if key not in self._summaries:
            selected = list(self.select_fields(node, kind)) if isinstance(kind, GraphQLObjectType) else []
            costs = [
                self.field_costs.get((parent.name, field.name.value), FREE) for field, _, parent in selected
            ]
            counted = (
                self.count_field(*each, cost_here) for each, cost_here in zip(selected, costs, strict=True)
            )
            fixed = sum(
                self.get_own_points(field, definition, cost_here, count_points)
                for (field, definition, _), cost_here in zip(selected, costs, strict=True)
            )
            self._summaries[key] = (
                fixed,
                [each for each in counted if each and (each.row or each.values_per_point or each.each != 0)],
            )
        return self._summaries[key]

    def count_field(
        self, node: FieldNode, definition: GraphQLField, parent: GraphQLObjectType, cost: FieldCost
    ) -> CountedField | None:
        """What depends on the value of a field; None for a leaf."""
        if node.selection_set is None:
            return None
        below = get_named_type(definition.type)
        row = 1 if node.name.value in ROWS and parent.name.endswith("Connection") else 0
        count_points = cost.count_points if cost.is_paged else None
        selected = None
        if is_abstract_type(below):
            each = self.summarize_types(node.selection_set, below)
        else:
            selected = self.summarize_selection(node.selection_set, below, count_points)
            each = None if selected[1] else selected[0]
        name = (node.alias or node.name).value
        return CountedField(
            name,
            node.selection_set,
            below,
            row,
            cost.length,
            each,
            selected,
            count_points,
            cost.values_per_point,
        )

    def summarize_types(self, node: SelectionSetNode, kind: GraphQLNamedType) -> int | None:
        """What a selection set costs on an object of an abstract type; None where that depends on the object."""
        found = [self.summarize_selection(node, each) for each in self.list_possible_types(kind)]
        return (
            None if any(counted for _, counted in found) else max((points for points, _ in found), default=0)
        )

    def list_possible_types(self, kind: GraphQLNamedType) -> list[GraphQLObjectType]:
        return list(self.schema.get_possible_types(kind))  # type: ignore[arg-type]

    # Selections

    def select_fields(self, node: SelectionSetNode, kind: GraphQLObjectType) -> Iterator[Selected]:
        """The fields that a selection set selects on a type; each fragment once in one selection set."""
        seen: set[str] = set()
        waiting: list[SelectionSetNode] = [node]
        while waiting:
            for child in waiting.pop().selections:
                if not self.is_included(child):
                    continue
                if isinstance(child, FieldNode):
                    if child.name.value in kind.fields:
                        yield child, kind.fields[child.name.value], kind
                elif inner := self.open_fragment(child, kind, seen):
                    waiting.append(inner)

    def open_fragment(self, child: Any, kind: GraphQLObjectType, seen: set[str]) -> SelectionSetNode | None:
        """The selections of a fragment, when it applies to the type and was not spread here before."""
        fragment = child
        if isinstance(child, FragmentSpreadNode):
            name = child.name.value
            if name in seen or name not in self.fragments:
                return None
            seen.add(name)
            fragment = self.fragments[name]
        condition = fragment.type_condition
        if condition is not None and not self.applies_to(condition.name.value, kind):
            return None
        selections: SelectionSetNode = fragment.selection_set
        return selections

    def applies_to(self, condition: str, kind: GraphQLObjectType) -> bool:
        wanted = self.schema.get_type(condition)
        if wanted is kind:
            return True
        return is_abstract_type(wanted) and self.schema.is_sub_type(wanted, kind)  # type: ignore[arg-type]

    def is_included(self, node: Any) -> bool:
        """Whether @skip and @include let a selection stand, with the values given."""
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (skip and skip["if"]) and not (include and not include["if"])
