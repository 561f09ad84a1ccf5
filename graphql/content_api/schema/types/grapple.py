"""What we take from Grapple, and what of it we undo.

Grapple builds an object type for each model and each block that declares `graphql_fields`, and adds columns, stock
relations and resolvers that ask no gate. Its types are kept; their fields and interfaces are replaced.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import graphene
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from grapple.registry import registry as grapple_registry
from grapple.types.rich_text import RichText
from wagtail import blocks

__all__ = [
    "block_kinds",
    "find_column",
    "model_kinds",
    "output_kind",
    "read_declaration",
    "redefine",
    "without_rich_text",
]


def model_kinds() -> dict[type[Model], type[graphene.ObjectType]]:
    """Grapple's type of each model that declares public fields."""
    return {model: kind for model, kind in grapple_registry.class_models.items() if is_public(model)}


def is_public(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Model) and hasattr(model, "graphql_fields")


def block_kinds() -> list[type[blocks.Block]]:
    """The blocks that declare public fields."""
    return [each for each in grapple_registry.streamfield_blocks if hasattr(each, "graphql_fields")]


def read_declaration(declaration: Any) -> Any:
    """The GraphQLField behind an entry of `graphql_fields`: Grapple wraps it in functions and tuples."""
    while callable(declaration) or isinstance(declaration, tuple):
        declaration = declaration() if callable(declaration) else declaration[0]
    return declaration


def redefine(kind: Any, fields: dict[str, Any], interfaces: tuple[Any, ...]) -> None:
    """Replace the fields and interfaces of a graphene type whose options are frozen."""
    vars(kind._meta).update(fields=OrderedDict(fields), interfaces=interfaces, possible_types=None)


def output_kind(model: type[Model], kind: Any, declared: Any) -> Any:
    """The type that Grapple gave a field of a model's type; tags are our own tag type."""
    tags = getattr(find_column(model, declared.field_source), "through", None)
    if declared.field_type is not None and tags is not None and hasattr(tags, "tag_model"):
        tag = grapple_registry.models[tags.tag_model()]
        return graphene.NonNull(graphene.List(graphene.NonNull(tag)))
    return kind._meta.fields[declared.field_name]._type


def find_column(model: type[Model], name: str) -> Any:
    """The field of a model with this name; None when there is none."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def without_rich_text(kind: Any) -> Any:
    """Rich text is a string here: it has been rendered through the gate, and must not be rendered again."""
    if isinstance(kind, graphene.NonNull):
        return graphene.NonNull(without_rich_text(kind.of_type))
    return graphene.String if kind is RichText else kind
