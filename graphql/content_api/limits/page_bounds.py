"""Page sizes and offsets that no page has. They are refused before execution, as literals, variables or defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from graphql import (
    DocumentNode,
    FieldNode,
    IntValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    visit,
)

__all__ = ["Windows", "windows_of"]

BOUNDS = {"first": "MAX_PAGE_SIZE", "last": "MAX_PAGE_SIZE", "offset": "MAX_OFFSET"}
"""Arguments of lists, and the keys of CONTENT_API that bound them."""


@dataclass(slots=True)
class Windows:
    """refusal: what is wrong with the document itself. variables: those that are page sizes or offsets, and of what."""

    refusal: str | None = None
    variables: dict[str, str] = field(default_factory=dict)

    def refused(self, values: Mapping[str, Any]) -> str | None:
        """What is wrong with the variables of one request; None when nothing is."""
        checks = (outside(argument, values.get(name)) for name, argument in self.variables.items())
        return next((each for each in checks if each), None)


def outside(argument: str, value: Any) -> str | None:
    """A message for a value out of bounds, also for 1e9, which is a whole number to GraphQL; other types are left to
    whoever coerces them."""
    highest = settings.CONTENT_API[BOUNDS[argument]]
    if isinstance(value, int | float) and not 0 <= value <= highest:
        return f"{argument} must be from 0 to {highest}."
    return None


def windows_of(document: DocumentNode) -> Windows:
    """The windows of a document that is valid."""
    found = Finder()
    visit(document, found)
    for name, default in found.defaults.items():
        if name in found.windows.variables:
            found.check(found.windows.variables[name], default)
    return found.windows


class Finder(Visitor):
    """Notes every argument that is bounded, and the defaults of variables."""

    def __init__(self) -> None:
        super().__init__()
        self.windows = Windows()
        self.defaults: dict[str, int] = {}

    def check(self, argument: str, value: int) -> None:
        self.windows.refusal = self.windows.refusal or outside(argument, value)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        for each in node.arguments:
            name = each.name.value
            if name not in BOUNDS:
                continue
            if isinstance(each.value, IntValueNode):
                self.check(name, int(each.value.value))
            elif isinstance(each.value, VariableNode):
                self.windows.variables[each.value.name.value] = name

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        if isinstance(node.default_value, IntValueNode):
            self.defaults[node.variable.name.value] = int(node.default_value.value)
