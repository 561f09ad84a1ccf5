"""What answers the root fields of an operation, for whoever wants to know why one is not read as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import FragmentDefinitionNode, OperationDefinitionNode, OperationType

from content_api.engine.rows.executor import RowsExecutor, plan_roots
from content_api.engine.rows.roots import RowsRoot
from content_api.schema.build import build_schema

__all__ = ["describe_tiers"]


def describe_tiers(
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> Iterator[str]:
    """A line for each root field: its tier, and the first field that is not read as rows, with the reason."""
    if operation.operation != OperationType.QUERY:
        yield "all root fields: T3, because they write"
        return
    executor = RowsExecutor(build_schema(), operation, dict(fragments), dict(variables), {}, None)
    for plan, root in plan_roots(executor):
        if isinstance(root, RowsRoot):
            yield f"{plan.name}: T1"
        else:
            yield f"{plan.name}: T3, because of {'.'.join(root.path)}: {root.reason}"
