"""Executes queries: each root field from rows where that is possible, and as graphql-core does otherwise."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from graphql import OperationDefinitionNode, OperationType
from graphql.execution.collect_fields import collect_fields
from graphql.pyutils import Path

from cms.base.measures import ROOT_FIELDS
from content_api.engine.rows.leaving import PASSING, Reason, find_reason, note_left
from content_api.engine.rows.levels import Refused
from content_api.engine.rows.plans import find_roots
from content_api.engine.rows.roots import RowsRoot
from content_api.execution.executor import Executor
from content_api.execution.field_plans import FieldPlan
from content_api.limits.budget import Usage
from content_api.model.asked_once import asking_once

__all__ = ["RowsExecutor"]

ROOTS = "the root fields"
_counters: dict[str, Any] = {}
"""Those of `ROOT_FIELDS` by tier: finding one of them costs more than counting."""


def count_root_field(tier: str) -> None:
    if tier not in _counters:
        _counters[tier] = ROOT_FIELDS.labels(tier)
    _counters[tier].inc()


class RowsExecutor(Executor):
    """The execution of one operation, whose context holds what answered each root field. usage: what it has read."""

    usage: Usage | None = None

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
        if not isinstance(root, RowsRoot):
            return self.leave(plan, Reason.COMPUTED if len(root.path) == 1 else Reason.OPAQUE)
        if not root.may_try():
            return self.leave(plan, Reason.RESTS)
        mark = self.usage.mark() if self.usage else None
        with asking_once(self.context_value.reader):
            try:
                found = root.answer(self)
            except Refused as refused:
                self.note(plan, root.tier)
                return self.handle_error(refused.error, plan, Path(None, plan.name, plan.parent.name))
            except Exception as error:  # whatever it was, it happens again in the other way, at its own path
                return self.leave_failed(plan, root, error, mark)
        self.note(plan, root.tier)
        return found

    def leave_failed(
        self, plan: FieldPlan, root: RowsRoot, error: Exception, mark: tuple[int, int] | None
    ) -> Any:
        """The response of a root field that could not be read as rows. mark: what had been read before."""
        reason = find_reason(error)
        if reason not in PASSING:
            root.rest()
        if connection.has_failed():  # in a transaction, which takes no other statement
            note_left(plan.name, reason, error)
            return self.handle_error(error, plan, Path(None, plan.name, plan.parent.name))
        if self.usage and mark:
            self.usage.give_back(mark)
        return self.leave(plan, reason, error)

    def leave(self, plan: FieldPlan, reason: Reason, error: Exception | None = None) -> Any:
        """The response of a root field that is not read as rows."""
        note_left(plan.name, reason, error)
        return self.answer_otherwise(plan)

    def answer_otherwise(self, plan: FieldPlan) -> Any:
        """The response of a root field in the way of graphql-core."""
        self.note(plan, "T3")
        return super().execute_fields(plan.parent, None, None, [plan])[plan.name]

    def note(self, plan: FieldPlan, tier: str) -> None:
        """Say what answered a root field."""
        self.context_value.tiers[plan.name] = tier
        count_root_field(tier)
