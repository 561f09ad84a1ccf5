"""Grapple declarations of what blocks hold: lists of structs, and tables."""

from collections.abc import Callable
from typing import Any

import graphene
from grapple.models import GraphQLField
from grapple.registry import registry
from wagtail import blocks


def build_list_type(kind: Any) -> Any:
    """`[kind!]`"""
    return graphene.List(graphene.NonNull(kind))


def GraphQLItems(name: str, block: type[blocks.StructBlock]) -> Callable[[], GraphQLField]:
    """The children of a ListBlock of struct blocks, in the struct block's own type: `[FaqItem!]!`."""
    return lambda: GraphQLField(
        name, graphene.NonNull(build_list_type(lambda: registry.streamfield_blocks[block]))
    )


def GraphQLRows(name: str) -> Callable[[], GraphQLField]:
    """The cells of a table, row by row: `[[String!]!]!`."""
    return lambda: GraphQLField(name, graphene.NonNull(build_list_type(build_list_type(graphene.String))))
