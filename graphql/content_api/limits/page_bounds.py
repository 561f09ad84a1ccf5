"""Bounds of page sizes and offsets, checked before execution, as literals, variables or defaults."""

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

__all__ = ["PageBounds", "find_page_bounds"]

BOUNDS = {"first": "MAX_PAGE_SIZE", "last": "MAX_PAGE_SIZE", "offset": "MAX_OFFSET"}
"""Arguments of lists, and the keys of CONTENT_API that bound them."""


@dataclass(slots=True)
class PageBounds:
    """error: what is wrong with the document itself. variables: those that are page sizes or offsets, each with the
    name of its argument."""

    error: str | None = None
    variables: dict[str, str] = field(default_factory=dict)

    def check(self, values: Mapping[str, Any]) -> str | None:
        """What is wrong with the variables of a request; None when they are within the bounds."""
        checks = (check_bound(argument, values.get(name)) for name, argument in self.variables.items())
        return next((each for each in checks if each), None)


def check_bound(argument: str, value: Any) -> str | None:
    """A message for a value out of bounds, also for 1e9, which is a whole number to GraphQL; values of other types are
    left to the coercion of variables."""
    highest = settings.CONTENT_API[BOUNDS[argument]]
    if isinstance(value, int | float) and not 0 <= value <= highest:
        return f"{argument} must be from 0 to {highest}."
    return None


def find_page_bounds(document: DocumentNode) -> PageBounds:
    """The page bounds of a valid document."""
    finder = PageBoundsFinder()
    visit(document, finder)
    for name, default in finder.defaults.items():
        if name in finder.bounds.variables:
            finder.check(finder.bounds.variables[name], default)
    return finder.bounds


class PageBoundsFinder(Visitor):
    """Collects the arguments that are bounded, and the defaults of variables."""

    def __init__(self) -> None:
        super().__init__()
        self.bounds = PageBounds()
        self.defaults: dict[str, int] = {}

    def check(self, argument: str, value: int) -> None:
        self.bounds.error = self.bounds.error or check_bound(argument, value)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        for each in node.arguments:
            name = each.name.value
            if name not in BOUNDS:
                continue
            if isinstance(each.value, IntValueNode):
                self.check(name, int(each.value.value))
            elif isinstance(each.value, VariableNode):
                self.bounds.variables[each.value.name.value] = name

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        if isinstance(node.default_value, IntValueNode):
            self.defaults[node.variable.name.value] = int(node.default_value.value)
