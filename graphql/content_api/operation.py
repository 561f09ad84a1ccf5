"""An operation: one of a valid document, with the values of its variables. Built once, executed by many requests."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Model
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)
from graphql.execution.values import get_variable_values

from cms.base.json_bytes import encode_variables
from content_api.access.reader import Columns
from content_api.engine.eligibility import find_keeping_problem
from content_api.execution.executor import Plans
from content_api.limits.bounded_store import BoundedStore
from content_api.limits.cost import OperationCost
from content_api.limits.field_costs import get_field_costs
from content_api.schema.build import build_schema
from content_api.schema.field_sources.columns import load_operation_columns, selects_cursors

__all__ = ["InvalidOperation", "Operation", "build_operation", "is_query", "load_operation"]

MAX_KEPT_VARIABLES = 1_000
"""Bytes of variables that an operation which is kept may have."""
MAX_ERRORS = 50
_operations: BoundedStore[Operation] = BoundedStore(512)
_trusted_operations: BoundedStore[Operation] = BoundedStore(1024)
"""Those of trusted documents are kept apart: the documents of anonymous clients cannot evict them."""


class InvalidOperation(Exception):
    """The document has no such operation, or the variables do not fit it; `errors` say why."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """What a request executes.

    variables: coerced, defaults included. cost: in points, at most and for a response. columns: what it
    reads of each model. makes_cursors: whether the order's columns are read as well. keeping_problem: why answers to it
    are not kept; empty where they may be. plans: how its fields are executed; they depend on the variables, so they are
    kept with them.
    """

    document: DocumentNode
    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    variables: dict[str, Any]
    cost: OperationCost
    columns: Mapping[type[Model], Columns]
    makes_cursors: bool
    keeping_problem: str
    plans: Plans = field(default_factory=dict)

    def list_root_fields(self) -> list[Any]:
        """The selected root fields, those of fragments too: node, definition and type of each."""
        return list(self.cost.select_fields(self.node.selection_set, self.cost.root))

    @property
    def is_query(self) -> bool:
        return self.node.operation == OperationType.QUERY


def is_query(document: DocumentNode, name: str | None) -> bool:
    """Whether the operation of a name only reads. One that does not exist counts as a query: building it says why."""
    node = get_operation_ast(document, name)
    return node is None or node.operation == OperationType.QUERY


def load_operation(
    document: DocumentNode, name: str | None, variables: dict[str, Any], trusted: bool
) -> Operation:
    """The operation of a request, kept for the next that asks for the same; InvalidOperation as `build_operation`."""
    given = encode_variables(variables)
    key: Hashable = (id(document), name, given, *settings.CONTENT_API.values())
    store = _trusted_operations if trusted else _operations
    operation = store.get(key)
    if operation is not None and operation.document is document:
        return operation
    operation = build_operation(document, name, variables)
    if len(given) <= MAX_KEPT_VARIABLES:
        store.put(key, operation)
    return operation


def build_operation(document: DocumentNode, name: str | None, variables: dict[str, Any]) -> Operation:
    """Select an operation, coerce its variables and add up its cost; InvalidOperation when that is not possible."""
    node = select_operation(document, name)
    values = get_variable_values(build_schema(), node.variable_definitions, variables, max_errors=MAX_ERRORS)
    if isinstance(values, list):
        raise InvalidOperation(values)
    return make_operation(document, node, values)


def select_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    node = get_operation_ast(document, name)
    if node is not None:
        return node
    if name is not None:
        raise InvalidOperation([GraphQLError(f"Unknown operation named '{name}'.")])
    count = sum(isinstance(each, OperationDefinitionNode) for each in document.definitions)
    several = "Must provide operation name if query contains multiple operations."
    raise InvalidOperation([GraphQLError(several if count else "Must provide an operation.")])


def make_operation(
    document: DocumentNode, node: OperationDefinitionNode, values: dict[str, Any]
) -> Operation:
    """An operation with coerced variables."""
    schema, sizes = build_schema(), settings.CONTENT_API
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    cost = OperationCost(
        schema, get_field_costs(schema), node, fragments, values, sizes["PAGE_SIZE"], sizes["MAX_PAGE_SIZE"]
    )
    columns = load_operation_columns(node, fragments, schema)
    problem = find_keeping_problem(node, fragments, cost)
    return Operation(
        document, node, fragments, values, cost, columns, selects_cursors(node, fragments), problem
    )
