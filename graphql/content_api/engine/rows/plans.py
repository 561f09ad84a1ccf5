"""The plans of a query's root fields, kept with its document for as long as that is.

They depend on the document and on the variables of its @skip and @include alone: other variables, callers, sites and
moments come in when rows are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import structlog
from graphql import (
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    default_field_resolver,
)
from graphql.execution.collect_fields import collect_fields

from content_api.engine.rows.opaque import Opaque
from content_api.engine.rows.roots import RowsRoot, plan_root
from content_api.engine.rows.selections import Selections
from content_api.execution.field_plans import FieldPlan, plan_field
from content_api.schema.field_sources.columns import load_operation_columns

__all__ = ["Roots", "find_roots"]

ATTRIBUTE = "_aixplore_rows"
MOST_PLANS = 32
"""Of one operation: for different values of the variables of its directives."""
logger = structlog.get_logger(__name__)
Fragments = Mapping[str, FragmentDefinitionNode]
Roots = Mapping[str, RowsRoot | Opaque]
"""By the name in the response: the plan, or why there is none."""


def find_roots(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Fragments,
    variables: Mapping[str, Any],
) -> Roots:
    """The plans of a query's root fields."""
    kept: dict[str, Any] = vars(operation)
    if ATTRIBUTE not in kept:
        kept[ATTRIBUTE] = tuple(sorted(set(list_deciding(operation, fragments)))), {}
    names, found = kept[ATTRIBUTE]
    key = tuple(variables.get(name) for name in names)
    if key not in found:
        if len(found) >= MOST_PLANS:
            found.clear()
        found[key] = plan_roots(schema, operation, fragments, variables)
    return cast(Roots, found[key])


def list_deciding(operation: OperationDefinitionNode, fragments: Fragments) -> Iterator[str]:
    """The names of the variables of @skip and @include."""
    nodes: list[Any] = [operation, *fragments.values()]
    while nodes:
        node = nodes.pop()
        for directive in getattr(node, "directives", ()):
            values = (each.value for each in directive.arguments)
            yield from (each.name.value for each in values if isinstance(each, VariableNode))
        nodes += getattr(getattr(node, "selection_set", None), "selections", ())


def plan_roots(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Fragments,
    variables: Mapping[str, Any],
) -> Roots:
    kind = cast(GraphQLObjectType, schema.query_type)
    fields = collect_fields(schema, cast(Any, fragments), cast(Any, variables), kind, operation.selection_set)
    columns = load_operation_columns(operation, fragments, schema)
    roots: dict[str, RowsRoot | Opaque] = {}
    for name, nodes in fields.items():
        plan = plan_field(schema, kind, name, nodes, dict(variables), default_field_resolver)
        if plan is not None:
            roots[name] = find_root(Selections(schema, fragments, variables, columns), plan)
    return roots


def find_root(selections: Selections, plan: FieldPlan) -> RowsRoot | Opaque:
    try:
        return plan_root(selections, plan)
    except Opaque as opaque:
        return opaque
    except Exception as error:  # a fault of ours: the field is answered in the other way
        logger.warning("graphql_rows_not_planned", field=plan.name, exc_info=error)
        return Opaque(f"planning it failed: {error!r}", (plan.name,))
