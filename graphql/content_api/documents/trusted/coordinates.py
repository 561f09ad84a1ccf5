"""Which parts of the schema a document asks for, so that one can be removed knowing who still uses it."""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    NamedTypeNode,
    ObjectFieldNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    get_named_type,
    visit,
)

from content_api.schema.build import build_schema

__all__ = ["collect_coordinates", "list_covering_coordinates"]


def collect_coordinates(document: DocumentNode) -> tuple[str, ...]:
    """Schema coordinates of a valid document, sorted: `Type.field`, `Type.field(argument:)`, `Input.field`.

    Fields of an interface stand under its name. The type of a variable stands alone (`SolutionFilter`): its values are
    not known, so it may ask for each of its fields.
    """
    types = TypeInfo(build_schema())
    collector = Collector(types)
    visit(document, TypeInfoVisitor(types, collector))
    return tuple(sorted(collector.found))


def list_covering_coordinates(coordinate: str) -> list[str]:
    """The coordinates of which a document has one when it asks, or may ask, for this one."""
    return [coordinate, coordinate.partition(".")[0]]


class Collector(Visitor):
    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.found: set[str] = set()

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        kind = node.type
        while not isinstance(kind, NamedTypeNode):
            kind = kind.type  # type: ignore[attr-defined]
        self.found.add(kind.name.value)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if parent := self.types.get_parent_type():
            field = f"{parent.name}.{node.name.value}"
            self.found |= {field, *(f"{field}({each.name.value}:)" for each in node.arguments)}

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        if parent := self.types.get_parent_input_type():
            self.found.add(f"{get_named_type(parent).name}.{node.name.value}")
