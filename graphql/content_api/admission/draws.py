"""Which root fields take from a bucket of their own, beside their points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graphql import GraphQLObjectType

from cms.declarations import registry
from cms.hooks.contributions import GraphQLMutation
from cms.hooks.runtime import platform
from content_api.admission.cost import Bill
from content_api.limited_fields import find_limited_field

__all__ = ["bucket_of", "drawn", "mutations"]


def drawn(bill: Bill) -> Counter[str]:
    """How often an operation takes from each bucket: once for each root field that has one, however it is called."""
    selected = bill.selected(bill.operation.selection_set, bill.root)
    named = (bucket_of(kind, node.name.value) for node, _, kind in selected)
    return Counter(each for each in named if each)


def bucket_of(kind: GraphQLObjectType, name: str) -> str | None:
    """The bucket of a root field; None for one that only costs points."""
    if kind.name == "Query":
        field = find_limited_field(kind, name)
        return field.bucket if field else None
    return next((each.bucket for each in mutations() if each.name == name), None)


def mutations() -> Iterator[GraphQLMutation]:
    """Those of the content types, and those of plugins."""
    yield from registry.mutations.values()
    yield from (each.item for each in platform().contributions(GraphQLMutation))
