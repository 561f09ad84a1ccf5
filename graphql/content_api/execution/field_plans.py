"""What executing a field needs and is the same for every row: resolver, arguments, and how its value is completed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    located_error,
)
from graphql.execution.execute import get_field_def
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path, Undefined, is_iterable

from content_api.execution.columns import complete_rows

if TYPE_CHECKING:
    from content_api.execution.executor import Executor

__all__ = ["FieldPlan", "plan_field", "put_late_last"]

Completer = Callable[["Executor", "FieldPlan", Path, Any, Any], Any]
"""Given the executor, the plan, the path, the resolver's `info` and a resolved value: the value of the response."""

IMMUTABLE = (str, int, float, bool, type(None), Enum)
"""Types of arguments that a resolver cannot change, so that all rows may share them."""


@dataclass(slots=True)
class FieldPlan:
    """One selected field of one object type.

    attribute: the attribute that holds the value, for a leaf that its row holds already; such a field needs neither
    `info` nor arguments. arguments: the coerced arguments; None when they are coerced for each row, because a resolver
    could change them or they do not fit. is_late: its resolver says that other fields of the object may spare it work.
    """

    name: str
    nodes: list[FieldNode]
    parent: GraphQLObjectType
    definition: GraphQLField
    resolve: Callable[..., Any]
    complete: Completer
    attribute: str | None
    default: Any
    arguments: Mapping[str, Any] | None
    is_late: bool

    @property
    def type(self) -> GraphQLOutputType:
        return self.definition.type

    def coerce_arguments(self, variables: dict[str, Any]) -> Mapping[str, Any]:
        """The arguments of the field; GraphQLError when a value does not fit."""
        if self.arguments is not None:
            return self.arguments
        return get_argument_values(self.definition, self.nodes[0], variables)


def plan_field(
    schema: GraphQLSchema,
    parent: GraphQLObjectType,
    name: str,
    nodes: list[FieldNode],
    variables: dict[str, Any],
    default_resolver: Callable[..., Any],
) -> FieldPlan | None:
    """The plan of a selected field; None for a field that the type does not have."""
    definition = get_field_def(schema, parent, nodes[0])
    if definition is None:
        return None
    resolve = definition.resolve or default_resolver
    attribute, default = find_attribute(definition, resolve)
    arguments = shared_arguments(definition, nodes[0], variables)
    return FieldPlan(
        name,
        nodes,
        parent,
        definition,
        resolve,
        get_completer(definition.type),
        attribute,
        default,
        arguments,
        getattr(resolve, "is_late", False),
    )


def put_late_last(plans: list[FieldPlan]) -> list[FieldPlan]:
    """The plans in the order in which they are executed, which may be any one: the response has its own."""
    if not any(plan.is_late for plan in plans):
        return plans
    return sorted(plans, key=lambda plan: plan.is_late)


def find_attribute(definition: GraphQLField, resolve: Callable[..., Any]) -> tuple[str | None, Any]:
    """The attribute that a resolver reads and its default; None when it does more, or the value is no leaf."""
    kind = definition.type.of_type if isinstance(definition.type, GraphQLNonNull) else definition.type
    if definition.args or not is_leaf_type(kind):
        return None, None
    if isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver and not resolve.keywords:
        return resolve.args
    return getattr(resolve, "attribute", None), Undefined


def shared_arguments(
    definition: GraphQLField, node: FieldNode, variables: dict[str, Any]
) -> Mapping[str, Any] | None:
    """Arguments that are the same object for every row; None when they cannot be."""
    try:
        arguments = get_argument_values(definition, node, variables)
    except GraphQLError:
        return None  # it belongs to the path of every row
    return arguments if all(isinstance(each, IMMUTABLE) for each in arguments.values()) else None


@lru_cache(maxsize=4096)
def get_completer(kind: GraphQLOutputType) -> Completer:
    """How values of a type are completed, after the section "Value Completion" of the specification."""
    if isinstance(kind, GraphQLNonNull):
        return complete_required(get_completer(kind.of_type))  # type: ignore[arg-type]
    if isinstance(kind, GraphQLList):
        return complete_list(kind.of_type)
    if is_leaf_type(kind):
        return complete_leaf(cast(GraphQLLeafType, kind))
    complete = "complete_abstract_value" if is_abstract_type(kind) else "complete_object_value"
    return complete_composite(kind, complete)


def complete_required(inner: Completer) -> Completer:
    def complete(executor: Executor, plan: FieldPlan, path: Path, info: Any, value: Any) -> Any:
        completed = inner(executor, plan, path, info, value)
        if completed is None:
            name = f"{plan.parent.name}.{plan.nodes[0].name.value}"
            raise TypeError(f"Cannot return null for non-nullable field {name}.")
        return completed

    return complete


def complete_leaf(kind: GraphQLLeafType) -> Completer:
    serialize = kind.serialize

    def complete(executor: Executor, plan: FieldPlan, path: Path, info: Any, value: Any) -> Any:
        if value is None or value is Undefined:
            return None
        if isinstance(value, Exception):
            raise value
        serialized = serialize(value)
        if serialized is None or serialized is Undefined:
            raise TypeError(f"{kind}.serialize({value!r}) must return a value, it returned {serialized!r}.")
        return serialized

    return complete


def complete_list(item_type: GraphQLOutputType) -> Completer:
    complete_item, is_composite = get_completer(item_type), not is_leaf_type(get_named_type(item_type))

    def complete(executor: Executor, plan: FieldPlan, path: Path, info: Any, value: Any) -> Any:
        if is_absent(value):
            return None
        if not is_iterable(value):
            name = f"{plan.parent.name}.{plan.nodes[0].name.value}"
            raise GraphQLError(f"Expected Iterable, but did not find one for field '{name}'.")
        rows = list(value)
        if is_composite:
            with suppress(Exception):  # what is wrong gets its path below
                return complete_rows(executor, plan, item_type, rows)
        items = []
        for index, item in enumerate(rows):
            item_path = Path(path, index, None)
            try:
                items.append(complete_item(executor, plan, item_path, info, item))
            except Exception as error:
                located = located_error(error, plan.nodes, item_path.as_list())
                executor.handle_field_error(located, item_type, item_path)
                items.append(None)
        return items

    return complete


def complete_composite(kind: GraphQLOutputType, method: str) -> Completer:
    def complete(executor: Executor, plan: FieldPlan, path: Path, info: Any, value: Any) -> Any:
        if is_absent(value):
            return None
        return getattr(executor, method)(kind, plan.nodes, info, path, value)

    return complete


def is_absent(value: Any) -> bool:
    """Whether a value is null; an exception in place of a value is raised."""
    if isinstance(value, Exception):
        raise value
    return value is None or value is Undefined
