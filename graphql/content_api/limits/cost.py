"""What an operation will cost at most, before it runs, and what it did cost, when it has.

Both walk the selections; the estimate takes page sizes for lengths, the account the lengths in the answer. So the
estimate is never less than the account, a literal costs what a variable or a default with its value costs, and n
aliases cost n times one. A selection set is worked out once for each type, however often a fragment is spread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
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

from content_api.limits.field_costs import Price

__all__ = ["Bill"]

FREE = Price()
ROWS = frozenset({"nodes", "edges"})
"""Fields of a connection that stand for its rows."""

CEILING = 10**9
Selected = tuple[FieldNode, GraphQLField, GraphQLObjectType]


@dataclass(frozen=True, slots=True)
class Line:
    """A field of an answer whose value has to be looked at. row: what each of its rows costs as such. many: how many
    of its items are paid. each: what every item costs; None when that depends on what the item holds."""

    name: str
    node: SelectionSetNode
    kind: GraphQLNamedType
    row: int
    many: int
    each: int | None


Account = tuple[int, list[Line]]


@dataclass(slots=True)
class Bill:
    """One operation with its values. lines: the points of each path, as they were added up."""

    schema: GraphQLSchema
    prices: Mapping[tuple[str, str], Price]
    document: DocumentNode
    operation: OperationDefinitionNode
    variables: dict[str, Any]
    page_size: int
    max_page_size: int
    lines: list[tuple[str, int]] = field(default_factory=list)
    fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    _requested: int = 1
    _known: dict[tuple[int, str], int] = field(default_factory=dict)
    _accounts: dict[tuple[int, str], Account] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.document.definitions:
            if isinstance(each, FragmentDefinitionNode):
                self.fragments[each.name.value] = each
        self._requested = max(1, self.selection_cost(self.operation.selection_set, self.root, ""))

    @property
    def root(self) -> GraphQLObjectType:
        found = self.schema.get_root_type(self.operation.operation)
        if found is None:
            raise GraphQLError(f"The schema has no {self.operation.operation.value}.")
        return found

    # What it will cost at most

    @property
    def requested(self) -> int:
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
            return max((self.selection_cost(node, each, path) for each in self.possible(kind)), default=0)
        if not isinstance(kind, GraphQLObjectType):
            return 0
        return sum(self.field_cost(*each, path) for each in self.selected(node, kind))

    def field_cost(
        self, node: FieldNode, definition: GraphQLField, parent: GraphQLObjectType, path: str
    ) -> int:
        price = self.prices.get((parent.name, node.name.value), FREE)
        here = f"{path}.{(node.alias or node.name).value}".lstrip(".")
        cost = price.base
        if node.selection_set is not None:
            below = get_named_type(definition.type)
            if price.paged:
                cost += self.page_cost(node, definition, below, here)
            else:
                cost += price.many * self.selection_cost(node.selection_set, below, here)
        if cost:
            self.lines.append((here, cost))
        return min(cost, CEILING)

    def page_cost(self, node: FieldNode, definition: GraphQLField, kind: GraphQLNamedType, path: str) -> int:
        """Points below a connection: each row costs 1 and what is selected of it."""
        if not isinstance(kind, GraphQLObjectType) or node.selection_set is None:
            return 0
        length, total = self.length(node, definition), 0
        for child, inner, parent in self.selected(node.selection_set, kind):
            cost = self.field_cost(child, inner, parent, path)
            total += length * (1 + cost) if child.name.value in ROWS else cost
        return total

    def length(self, node: FieldNode, definition: GraphQLField) -> int:
        """How many rows a page may have."""
        try:
            values = get_argument_values(definition, node, self.variables)
        except GraphQLError:
            return self.max_page_size  # execution refuses it with a message of its own
        wanted = values.get("first") or values.get("last") or self.page_size
        return max(1, min(int(wanted), self.max_page_size))

    # What it did cost

    def actual(self, data: Mapping[str, Any] | None) -> int:
        """Points of the answer that was given, at least 1."""
        if data is None:
            return 1
        return max(1, self.paid(self.operation.selection_set, self.root, data))

    def paid(self, node: SelectionSetNode, kind: GraphQLNamedType, data: Mapping[str, Any]) -> int:
        if is_abstract_type(kind):
            return max((self.paid(node, each, data) for each in self.possible(kind)), default=0)
        fixed, lines = self.account(node, kind)
        return fixed + sum(self.paid_line(each, data) for each in lines)

    def paid_line(self, line: Line, data: Mapping[str, Any]) -> int:
        value = data.get(line.name)
        if value is None:
            return 0
        if not isinstance(value, list):
            return self.paid(line.node, line.kind, value)
        rows = [each for each in (value if line.row else value[: line.many]) if each]
        if line.each is not None:
            return len(rows) * (line.row + line.each)
        return sum(line.row + self.paid(line.node, line.kind, each) for each in rows)

    def account(self, node: SelectionSetNode, kind: GraphQLNamedType) -> Account:
        """What a selection set costs on a type whatever is answered, and the fields on whose values the rest depends.
        Worked out once for all rows."""
        key = (id(node), kind.name)
        if key not in self._accounts:
            selected = list(self.selected(node, kind)) if isinstance(kind, GraphQLObjectType) else []
            prices = [self.prices.get((parent.name, field.name.value), FREE) for field, _, parent in selected]
            lines = (self.line(*each, price.many) for each, price in zip(selected, prices, strict=True))
            fixed = sum(price.base for price in prices)
            self._accounts[key] = fixed, [each for each in lines if each and (each.row or each.each != 0)]
        return self._accounts[key]

    def line(
        self, node: FieldNode, definition: GraphQLField, parent: GraphQLObjectType, many: int
    ) -> Line | None:
        """What depends on the value of a field; None for one that holds nothing."""
        if node.selection_set is None:
            return None
        below = get_named_type(definition.type)
        row = 1 if node.name.value in ROWS and parent.name.endswith("Connection") else 0
        each = None
        if not is_abstract_type(below):
            fixed, lines = self.account(node.selection_set, below)
            each = fixed if not lines else None
        return Line((node.alias or node.name).value, node.selection_set, below, row, many, each)

    def possible(self, kind: GraphQLNamedType) -> list[GraphQLObjectType]:
        return list(self.schema.get_possible_types(kind))  # type: ignore[arg-type]

    # What is selected

    def selected(self, node: SelectionSetNode, kind: GraphQLObjectType) -> Iterator[Selected]:
        """The fields that a selection set selects on a type; each fragment once in one selection set."""
        seen: set[str] = set()
        waiting: list[SelectionSetNode] = [node]
        while waiting:
            for child in waiting.pop().selections:
                if not self.included(child):
                    continue
                if isinstance(child, FieldNode):
                    if child.name.value in kind.fields:
                        yield child, kind.fields[child.name.value], kind
                elif inner := self.inner(child, kind, seen):
                    waiting.append(inner)

    def inner(self, child: Any, kind: GraphQLObjectType, seen: set[str]) -> SelectionSetNode | None:
        """The selections of a fragment, when it applies to the type and was not spread here before."""
        fragment = child
        if isinstance(child, FragmentSpreadNode):
            name = child.name.value
            if name in seen or name not in self.fragments:
                return None
            seen.add(name)
            fragment = self.fragments[name]
        condition = fragment.type_condition
        if condition is not None and not self.applies(condition.name.value, kind):
            return None
        selections: SelectionSetNode = fragment.selection_set
        return selections

    def applies(self, condition: str, kind: GraphQLObjectType) -> bool:
        wanted = self.schema.get_type(condition)
        if wanted is kind:
            return True
        return is_abstract_type(wanted) and self.schema.is_sub_type(wanted, kind)  # type: ignore[arg-type]

    def included(self, node: Any) -> bool:
        """Whether @skip and @include let a selection stand, with the values given."""
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (skip and skip["if"]) and not (include and not include["if"])
