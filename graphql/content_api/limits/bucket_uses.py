"""Which root fields take from a bucket of their own, beside their points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cms.declarations import registry
from cms.plugins.api.contributions import GraphQLMutation
from cms.plugins.runtime.current import platform
from content_api.limits.cost import Bill

__all__ = ["bucket_of", "drawn", "mutations"]

QUERIES = {"search": "search", "suggest": "search"}


def drawn(bill: Bill) -> Counter[str]:
    """How often an operation takes from each bucket: once for each root field that has one, however it is called."""
    selected = bill.selected(bill.operation.selection_set, bill.root)
    named = (bucket_of(kind.name, node.name.value) for node, _, kind in selected)
    return Counter(each for each in named if each)


def bucket_of(kind: str, name: str) -> str | None:
    """The bucket of a root field; None for one that only costs points."""
    if kind == "Query":
        return QUERIES.get(name)
    return next((each.bucket for each in mutations() if each.name == name), None)


def mutations() -> Iterator[GraphQLMutation]:
    """Those of the content types, and those of plugins."""
    yield from registry.mutations.values()
    yield from (each.item for each in platform().contributions(GraphQLMutation))
