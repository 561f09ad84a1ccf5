"""The shape of a document: how deep, how wide, how often repeated. One pass over its nodes, before it is validated.

A fragment is looked at once, however often it is spread; what it holds counts wherever it is spread, so that fragments
which double each other are as large here as they would be when executed. Counts stop growing at a ceiling.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

__all__ = ["Shape", "measure_shape"]

CEILING = 1_000_000
INTROSPECTION = frozenset({"__schema", "__type"})
INTROSPECTION_DEPTH = 15
"""Levels that may lie under __schema, which is as deep as the query of the usual tools; elsewhere `depth` counts."""


@dataclass(slots=True)
class Shape:
    """What is counted, named as in Limits."""

    depth: int = 0
    aliases: int = 0
    same_name: int = 0
    root_fields: int = 0
    mutations: int = 0
    directives: int = 0
    fragments: int = 0
    variables: int = 0
    list_items: int = 0

    def excess(self, limits: Any) -> str | None:
        """The first count that is more than its limit, as a message; None when all are within."""
        for each in fields(self):
            counted, allowed = getattr(self, each.name), getattr(limits, each.name)
            if counted > allowed:
                found = f"{counted}" if counted < CEILING else f"more than {CEILING}"
                return f"The document has {found} {LABELS[each.name]}; {allowed} are allowed."
        return None


LABELS = {
    "depth": "levels of fields", "aliases": "aliases", "same_name": "selections under one name",
    "root_fields": "root fields", "mutations": "mutations", "directives": "directives",
    "fragments": "fragments", "variables": "variables", "list_items": "items in one list",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What a selection set adds to the place where it stands."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    same_name: int = 0


def measure_shape(document: DocumentNode) -> Shape:
    """The shape of a document; where it holds several operations, the largest count of each kind."""
    measure, shape = Measure(document), Shape()
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            add_operation(shape, definition, measure)
        elif isinstance(definition, FragmentDefinitionNode):
            shape.fragments += 1
    shape.list_items = measure.list_items
    return shape


def add_operation(shape: Shape, operation: OperationDefinitionNode, measure: Measure) -> None:
    part = measure.selections(operation.selection_set)
    roots = measure.direct_fields(operation.selection_set)
    shape.depth = max(shape.depth, part.depth)
    shape.aliases = max(shape.aliases, part.aliases)
    shape.directives = max(shape.directives, part.directives + len(operation.directives))
    shape.same_name = max(shape.same_name, part.same_name)
    shape.root_fields = max(shape.root_fields, roots)
    if operation.operation == OperationType.MUTATION:
        shape.mutations = max(shape.mutations, roots)
    shape.variables = max(shape.variables, len(operation.variable_definitions))
    for variable in operation.variable_definitions:
        shape.directives += len(variable.directives)
        measure.value(variable.default_value)


class Measure:
    """Remembers each fragment of one document."""

    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self.known: dict[str, Part] = {}
        self.roots: dict[str, int] = {}
        self.list_items = 0
        for fragment in self.fragments.values():
            self.fragment(fragment.name.value)

    def fragment(self, name: str) -> Part:
        """A fragment's part; a fragment that spreads itself adds nothing there, and validation refuses it."""
        if name not in self.known and name in self.fragments:
            self.known[name] = Part()
            self.known[name] = self.selections(self.fragments[name].selection_set)
        return self.known.get(name, Part())

    def selections(self, node: SelectionSetNode | None) -> Part:
        """The part of one selection set with all that lies in it."""
        if node is None:
            return Part()
        names: Counter[str] = Counter()
        depth = total = aliases = directives = same = 0
        for child, part, level in self.parts(node, names):
            depth = max(depth, part.depth + level)
            total += part.fields + level
            aliases += part.aliases + (isinstance(child, FieldNode) and child.alias is not None)
            directives += part.directives + len(child.directives or ())
            same = max(same, part.same_name)
        same = max([same, *names.values()])
        return Part(depth, min(total, CEILING), min(aliases, CEILING), min(directives, CEILING), same)

    def parts(self, node: SelectionSetNode, names: Counter[str]) -> list[tuple[Any, Part, int]]:
        """Every selection with its part and the levels that it adds itself; `names` counts what they are called."""
        found: list[tuple[Any, Part, int]] = []
        for child in node.selections:
            if isinstance(child, FieldNode):
                names[(child.alias or child.name).value] += 1
                for argument in child.arguments:
                    self.value(argument.value)
                found.append((child, self.field(child), 1))
            elif isinstance(child, FragmentSpreadNode):
                names[f"...{child.name.value}"] += 1
                found.append((child, self.fragment(child.name.value), 0))
            else:
                found.append((child, self.selections(child.selection_set), 0))  # type: ignore[attr-defined]
        return found

    def field(self, node: FieldNode) -> Part:
        part = self.selections(node.selection_set)
        if node.name.value not in INTROSPECTION or part.depth > INTROSPECTION_DEPTH:
            return part
        return Part(0, part.fields, part.aliases, part.directives, part.same_name)

    def direct_fields(self, node: SelectionSetNode) -> int:
        """Fields of a root selection set, those in fragments too."""
        count = 0
        for child in node.selections:
            if isinstance(child, FieldNode):
                count += 1
            elif isinstance(child, FragmentSpreadNode):
                count += self.count_root_fields(child.name.value)
            else:
                count += self.direct_fields(child.selection_set)  # type: ignore[attr-defined]
        return min(count, CEILING)

    def count_root_fields(self, name: str) -> int:
        if name not in self.roots and name in self.fragments:
            self.roots[name] = 0
            self.roots[name] = self.direct_fields(self.fragments[name].selection_set)
        return self.roots.get(name, 0)

    def value(self, node: Node | None) -> None:
        """Note the longest list that a document holds."""
        waiting = [node]
        while waiting:
            current = waiting.pop()
            if isinstance(current, ListValueNode):
                self.list_items = max(self.list_items, len(current.values))
                waiting += current.values
            elif isinstance(current, ObjectValueNode):
                waiting += [each.value for each in current.fields]
