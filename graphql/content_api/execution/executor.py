"""Executes an operation as graphql-core does, with the work that all rows share done once for the operation.

graphql-core looks up the field, coerces its arguments, and builds `info` and a path for every field of every row. Here
each selection set of an object type is planned once (`FieldPlan`), the plans are kept with the operation, and a leaf
that its row holds is read without `info`. Errors, their paths and null propagation are those of graphql-core, whose
methods still complete objects and abstract types. Every resolver is synchronous.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias

from graphql import (
    ExecutionContext,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    default_field_resolver,
    default_type_resolver,
    located_error,
)
from graphql.execution.execute import CollectedErrors, assume_not_awaitable
from graphql.pyutils import Path, Undefined

from content_api.execution.field_plans import FieldPlan, plan_field, put_late_last

__all__ = ["Executor", "Plans"]

Plans: TypeAlias = dict[Hashable, Any]
"""The plans of an operation's selection sets, lists by object type and selecting nodes; filled as they are executed.
The rows tier keeps coerced arguments there."""


class Executor(ExecutionContext):
    """The execution of one operation for one request.

    plans: those of the operation, shared by all its executions; they depend on its variables.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: dict[str, FragmentDefinitionNode],
        variables: dict[str, Any],
        plans: Plans,
        context: Any,
    ) -> None:
        super().__init__(
            schema, fragments, None, context, operation, variables, default_field_resolver, default_type_resolver,
            default_field_resolver, CollectedErrors(), None, assume_not_awaitable,
        )  # fmt: skip
        self.plans = plans

    def execute(self) -> ExecutionResult:
        """Data and errors of the operation."""
        errors = self.collected_errors
        try:
            data = self.execute_operation(self.operation, None)
        except GraphQLError as error:
            errors.add(error, None)
            data = None
        return self.build_response(data, errors.errors)  # type: ignore[arg-type]

    def collect_subfields(  # type: ignore[override]
        self, return_type: GraphQLObjectType, field_nodes: list[FieldNode]
    ) -> list[FieldPlan]:
        """The plans of what is selected of an object type."""
        key = (return_type, *map(id, field_nodes))
        plans = self.plans.get(key)
        if plans is None:
            plans = self.plans[key] = self.plan_fields(
                return_type, super().collect_subfields(return_type, field_nodes)
            )
        return plans

    def plan_fields(self, parent: GraphQLObjectType, fields: dict[str, list[FieldNode]]) -> list[FieldPlan]:
        plans = (
            plan_field(self.schema, parent, name, nodes, self.variable_values, self.field_resolver)
            for name, nodes in fields.items()
        )
        return [plan for plan in plans if plan is not None]

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        fields: dict[str, list[FieldNode]] | list[FieldPlan],
    ) -> dict[str, Any]:
        """The response of one object."""
        plans = self.plan_fields(parent_type, fields) if isinstance(fields, dict) else fields
        has_attributes = not isinstance(source_value, dict)
        results: dict[str, Any] = {plan.name: None for plan in plans}
        for plan in put_late_last(plans):
            if plan.attribute is not None and has_attributes:
                results[plan.name] = self.read_attribute(plan, source_value, path)
            else:
                results[plan.name] = self.resolve_field(plan, source_value, path)
        return results

    def read_attribute(self, plan: FieldPlan, source: Any, path: Path | None) -> Any:
        """The response of a leaf that its row holds."""
        try:
            if plan.default is Undefined:
                value = getattr(source, plan.attribute)  # type: ignore[arg-type]
            else:
                value = getattr(source, plan.attribute, plan.default)  # type: ignore[arg-type]
            return plan.complete(self, plan, path, None, value)  # type: ignore[arg-type]
        except Exception as error:
            return self.handle_error(error, plan, Path(path, plan.name, plan.parent.name))

    def resolve_field(self, plan: FieldPlan, source: Any, path: Path | None) -> Any:
        """The response of a field that has a resolver."""
        field_path = Path(path, plan.name, plan.parent.name)
        info = GraphQLResolveInfo(
            plan.nodes[0].name.value, plan.nodes, plan.type, plan.parent, field_path, self.schema, self.fragments,
            None, self.operation, self.variable_values, self.context_value, assume_not_awaitable,
        )  # fmt: skip
        try:
            value = plan.resolve(source, info, **plan.coerce_arguments(self.variable_values))
            return plan.complete(self, plan, field_path, info, value)
        except Exception as error:
            return self.handle_error(error, plan, field_path)

    def handle_error(self, error: Exception, plan: FieldPlan, path: Path) -> None:
        """Null for a field that may be null; for others the error is raised for the field above."""
        located = located_error(error, plan.nodes, path.as_list())
        self.handle_field_error(located, plan.type, path)
