"""What answers the root fields of an operation, for those who ask why one is not read as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import FragmentDefinitionNode, OperationDefinitionNode, OperationType

from content_api.engine.rows.opaque import Opaque
from content_api.engine.rows.plans import find_roots
from content_api.schema.build import build_schema

__all__ = ["describe_tiers"]


def describe_tiers(
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> Iterator[str]:
    """A line for each root field with its tier, and for each field below it that is not read as rows, with why."""
    if operation.operation != OperationType.QUERY:
        yield "All root fields: T3, because they write."
        return
    for name, root in find_roots(build_schema(), operation, fragments, variables).items():
        if isinstance(root, Opaque):
            yield f"{name}: T3, because of {describe(root)}"
            continue
        yield f"{name}: {root.tier}"
        yield from dict.fromkeys(
            f"  as in T3: {describe(each)}" for each in root.rests
        )  # once for several types


def describe(opaque: Opaque) -> str:
    return f"{'.'.join(opaque.path)}: {opaque.reason}"
