"""Executes queries: each root field from rows where that is possible, and as graphql-core does otherwise."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from graphql import GraphQLError, OperationDefinitionNode, OperationType
from graphql.execution.collect_fields import collect_fields

from cms.base.measures import ROOT_FIELDS
from content_api.engine.rows.plans import find_roots
from content_api.engine.rows.roots import RowsRoot
from content_api.errors import BadUserInput
from content_api.execution.executor import Executor
from content_api.execution.field_plans import FieldPlan
from content_api.model.asked_once import asking_once

__all__ = ["RowsExecutor"]

logger = structlog.get_logger(__name__)
ROOTS = "the root fields"


class RowsExecutor(Executor):
    """The execution of one operation, whose context holds what answered each root field."""

    def execute_operation(self, operation: OperationDefinitionNode, root_value: Any) -> Any:
        """The data of the operation."""
        self.context_value.tiers.clear()
        if operation.operation != OperationType.QUERY or not settings.API_ROWS_TIER:
            return super().execute_operation(operation, root_value)
        roots = find_roots(self.schema, operation, self.fragments, self.variable_values)
        return {plan.name: self.answer_root(plan, roots[plan.name]) for plan in self.list_root_plans()}

    def list_root_plans(self) -> list[FieldPlan]:
        """The plans of the root fields, made once for the operation and its variables."""
        if ROOTS not in self.plans:
            kind: Any = self.schema.query_type
            selected = self.operation.selection_set
            fields = collect_fields(self.schema, self.fragments, self.variable_values, kind, selected)
            self.plans[ROOTS] = self.plan_fields(kind, fields)
        return self.plans[ROOTS]

    def answer_root(self, plan: FieldPlan, root: Any) -> Any:
        """The response of a root field."""
        if not isinstance(root, RowsRoot) or not root.may_try():
            return self.answer_otherwise(plan)
        with asking_once(self.context_value.reader):
            try:
                found = root.answer(self)
            except Exception as error:  # whatever it was, it happens again below, at its own path
                if not is_caller_fault(error):
                    root.rest()
                logger.debug("graphql_rows_left", field=plan.name, reason=type(error).__name__)
                return self.answer_otherwise(plan)
        self.note(plan, root.tier)
        return found

    def answer_otherwise(self, plan: FieldPlan) -> Any:
        """The response of a root field in the way of graphql-core."""
        self.note(plan, "T3")
        return super().execute_fields(plan.parent, None, None, [plan])[plan.name]

    def note(self, plan: FieldPlan, tier: str) -> None:
        """Say what answered a root field."""
        self.context_value.tiers[plan.name] = tier
        ROOT_FIELDS.labels(tier).inc()


def is_caller_fault(error: Exception) -> bool:
    """Whether the arguments of this request are wrong, which says nothing of the next one."""
    return isinstance(error, BadUserInput) or type(error) is GraphQLError
