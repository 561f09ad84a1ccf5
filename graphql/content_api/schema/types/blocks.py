"""Block types: the fields a block declares, answered by gated nodes, and one union for each StreamField block."""

from __future__ import annotations

from functools import cache
from typing import Any

import graphene
from grapple.registry import registry as grapple_registry
from wagtail import blocks

from content_api.schema.types.grapple import read_declaration, redefine, without_rich_text


class Block(graphene.Interface):
    """The common fields of all body blocks."""

    id = graphene.ID(description="Stable within its body.")
    block_type = graphene.String(required=True, description="Its name in the editor and in the body's JSON.")

    @classmethod
    def resolve_type(cls, node: Any, info: Any) -> Any:
        return block_type(type(node.block))


def block_type(cls: type[blocks.Block]) -> Any:
    """Grapple's type of a block class, with our resolvers."""
    kind = grapple_registry.streamfield_blocks[cls]
    return reshape_type(cls, kind)  # type: ignore[arg-type]


@cache
def reshape_type(cls: type[blocks.Block], kind: Any) -> Any:
    declared = [read_declaration(declaration) for declaration in cls.graphql_fields]
    fields = {field.field_name: block_field(kind, field) for field in declared}
    redefine(kind, {**base_fields(), **fields}, (Block,))
    return kind


def base_fields() -> dict[str, graphene.Field]:
    return {
        "id": graphene.Field(graphene.ID, resolver=lambda node, info: node.id),
        "block_type": graphene.Field(graphene.String, required=True, resolver=lambda node, info: node.name),
    }


def block_field(kind: Any, field: Any) -> graphene.Field:
    output, source = without_rich_text(kind._meta.fields[field.field_name]._type), field.field_source
    missing = "" if is_required_text(output) else None

    def resolve(node: Any, info: Any) -> Any:
        value = node[source]
        return missing if value is None else value

    return graphene.Field(output, resolver=resolve, description=field.description)


def is_required_text(output: Any) -> bool:
    """Whether a field promises a text: one that an import left out of a block is empty, not null."""
    return isinstance(output, graphene.NonNull) and output.of_type is graphene.String


@cache
def body_type(cls: type[blocks.StreamBlock]) -> type[graphene.Union]:
    """The union of the blocks that a StreamBlock class takes, named as the class."""
    kinds = tuple(block_type(type(child)) for child in cls.base_blocks.values())  # type: ignore[attr-defined]

    class Meta:
        types = tuple(dict.fromkeys(kinds))
        description = "One block of a body."

    members = {
        "Meta": Meta,
        "resolve_type": classmethod(lambda union, node, info: block_type(type(node.block))),
    }
    return type(cls.__name__, (graphene.Union,), members)
