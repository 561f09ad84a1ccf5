"""Root fields that cost more than their type tells, or take from a rate-limit bucket of their own.

They say so where they are built, as contributions of plugins do; the cost limit and the rate limits read it here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import graphene
from graphene.utils.str_converters import to_snake_case
from graphql import GraphQLObjectType

__all__ = ["LimitedField", "find_limited_field"]


class LimitedField(graphene.Field):
    """A field with a cost of its own, in points, and perhaps a bucket of RATE_BUCKETS of which each use takes one.

    items: the list argument that has an item for each of the field's values.
    """

    def __init__(
        self, *arguments: Any, cost: int, bucket: str | None = None, items: str | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.cost = cost
        self.bucket = bucket
        self.items = items


find_python_name = lru_cache(maxsize=2000)(to_snake_case)


def find_limited_field(kind: GraphQLObjectType, name: str) -> LimitedField | None:
    """The limited field of this GraphQL name on a type; None for a field without limits of its own."""
    declared = getattr(kind, "graphene_type", None)
    found = declared._meta.fields.get(find_python_name(name)) if declared is not None else None
    return found if isinstance(found, LimitedField) else None
