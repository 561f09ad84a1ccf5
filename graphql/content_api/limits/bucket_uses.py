"""Which root fields have a rate limit of their own, next to their points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graphql import GraphQLObjectType

from cms.declarations import registry
from cms.plugins.api.contributions import GraphQLMutation
from cms.plugins.runtime.current import platform
from content_api.limits.cost import OperationCost
from content_api.schema.limited_fields import find_limited_field

__all__ = ["count_bucket_uses", "find_bucket", "list_mutations"]


def count_bucket_uses(cost: OperationCost) -> Counter[str]:
    """How often an operation uses each bucket: once for each root field that has one, whatever its alias."""
    selected = cost.select_fields(cost.operation.selection_set, cost.root)
    named = (find_bucket(kind, node.name.value) for node, _, kind in selected)
    return Counter(each for each in named if each)


def find_bucket(kind: GraphQLObjectType, name: str) -> str | None:
    """The bucket of a root field; None for one that costs points alone."""
    if kind.name == "Query":
        field = find_limited_field(kind, name)
        return field.bucket if field else None
    return next((each.bucket for each in list_mutations() if each.name == name), None)


def list_mutations() -> Iterator[GraphQLMutation]:
    """Those of the content types, and those of plugins."""
    yield from registry.mutations.values()
    yield from (each.item for each in platform().contributions(GraphQLMutation))
