"""Executes queries: each root field from rows where that is possible, and as graphql-core does otherwise."""

from __future__ import annotations

from typing import Any, cast

import structlog
from django.conf import settings
from graphql import GraphQLObjectType, OperationDefinitionNode, OperationType
from graphql.execution.collect_fields import collect_fields

from cms.base.measures import ROOT_FIELDS
from content_api.engine.rows.opaque import Opaque
from content_api.engine.rows.roots import RowsRoot, plan_root
from content_api.engine.rows.selections import Selections
from content_api.execution.executor import Executor
from content_api.execution.field_plans import FieldPlan

__all__ = ["RowsExecutor", "plan_roots"]

logger = structlog.get_logger(__name__)
Root = tuple[FieldPlan, "RowsRoot | Opaque"]
ROOTS = "rows"


class RowsExecutor(Executor):
    """The execution of one operation, whose context holds what answered each root field."""

    def execute_operation(self, operation: OperationDefinitionNode, root_value: Any) -> Any:
        """The data of the operation."""
        self.context_value.tiers.clear()
        if operation.operation != OperationType.QUERY or not settings.API_ROWS_TIER:
            return super().execute_operation(operation, root_value)
        return {plan.name: self.answer_root(plan, root) for plan, root in self.list_roots()}

    def list_roots(self) -> list[Root]:
        """The root fields, planned once for the operation and its variables."""
        kept: dict[Any, Any] = self.plans
        if ROOTS not in kept:
            kept[ROOTS] = plan_roots(self)
        return kept[ROOTS]  # type: ignore[no-any-return]

    def answer_root(self, plan: FieldPlan, root: RowsRoot | Opaque) -> Any:
        """The response of a root field."""
        if isinstance(root, RowsRoot):
            try:
                found = root.answer(self.context_value.reader, self.variable_values)
            except Exception as error:  # whatever it was, it happens again below, at its own path
                logger.debug("graphql_rows_left", field=plan.name, reason=repr(error))
            else:
                self.note(plan, "T1")
                return found
        self.note(plan, "T3")
        return super().execute_fields(plan.parent, None, None, [plan])[plan.name]

    def note(self, plan: FieldPlan, tier: str) -> None:
        self.context_value.tiers[plan.name] = tier
        ROOT_FIELDS.labels(tier).inc()


def plan_roots(executor: Executor) -> list[Root]:
    """The root fields of a query, each with its plan or with why it has none."""
    schema, variables = executor.schema, executor.variable_values
    kind = cast(GraphQLObjectType, schema.query_type)
    fields = collect_fields(schema, executor.fragments, variables, kind, executor.operation.selection_set)
    selections = Selections(schema, executor.fragments, variables)
    return [(plan, find_root(selections, plan)) for plan in executor.plan_fields(kind, fields)]


def find_root(selections: Selections, plan: FieldPlan) -> RowsRoot | Opaque:
    try:
        return plan_root(selections, plan)
    except Opaque as opaque:
        return opaque
