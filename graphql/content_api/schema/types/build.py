"""Make Grapple's types ours: keep what a model declares, drop everything else, and put the gate in every resolver.

Grapple builds one type for each model from `graphql_fields`, and adds columns, default relations and resolvers without
permission checks. Here every type keeps its declared fields, `id` and what its interface has; relations, pictures,
bodies and declared fields get gated batch resolvers; nested collections are hung under their parents.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import graphene
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from grapple.registry import registry as grapple_registry
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.declarations import registry
from content_api.access.context import gate_of
from content_api.access.sites import media_url
from content_api.model.ids import global_id
from content_api.model.relations import relation_resolver
from content_api.schema.plugin_fields.fields import fields_on
from content_api.schema.roots.collections import nested_field
from content_api.schema.scalars import JSON
from content_api.schema.types.blocks import block_type, body_type, redefine
from content_api.schema.types.interfaces import Node, PageInterface
from content_api.schema.types.media import ImagePreset, Picture, picture
from content_api.schema.types.stream_output import body_html, body_json
from content_api.schema.types.streams import stream_nodes
from content_api.schema.types.tree import RESOLVERS as PAGE_RESOLVERS
from content_api.schema.types.values import declared_field, field_name, object_type

ID = graphene.Field(graphene.ID, required=True, resolver=lambda row, info: global_id(row))


def public_types(plugins: bool) -> list[type[graphene.ObjectType]]:
    """The types of every model and block that declares public fields, reshaped, with what plugins add to them."""
    for model, (kind, fields) in core_types().items():
        interfaces = (Node, PageInterface) if issubclass(model, Page) else (Node,)
        redefine(kind, {**fields, **(fields_on(model) if plugins else {})}, interfaces)
    return [kind for kind, _ in core_types().values()]


@cache
def core_types() -> dict[type[Model], tuple[type[graphene.ObjectType], dict[str, Any]]]:
    """Each public model with its type and the fields that are not a plugin's."""
    for block in [each for each in grapple_registry.streamfield_blocks if hasattr(each, "graphql_fields")]:
        block_type(block)
    models = {model: kind for model, kind in grapple_registry.class_models.items() if is_public(model)}
    return {model: (kind, core_fields(model, kind)) for model, kind in models.items()}


def is_public(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Model) and hasattr(model, "graphql_fields")


def core_fields(model: type[Model], kind: type[graphene.ObjectType]) -> dict[str, Any]:
    """What stands in place of the fields that Grapple gave a type."""
    fields: dict[str, Any] = {"id": ID}
    if issubclass(model, Page):
        fields |= page_fields()
    for declared in model.graphql_fields:  # type: ignore[attr-defined]
        fields |= declared_fields(model, kind, declared)
    fields |= {field_name(each.name): declared_field(each) for each in registry.fields_of(model)}
    return fields | nested_fields(model) | media_fields(model)


def page_fields() -> dict[str, graphene.Field]:
    """The fields of PageInterface, with their resolvers."""
    declared = PageInterface._meta.fields
    return {name: with_resolver(declared[name], resolver) for name, resolver in PAGE_RESOLVERS.items()}


def with_resolver(field: graphene.Field, resolver: Any) -> graphene.Field:
    return graphene.Field(
        field._type, args=field.args, resolver=resolver, description=field.description,
        deprecation_reason=field.deprecation_reason,
    )  # fmt: skip


def declared_fields(model: type[Model], kind: Any, declaration: Any) -> dict[str, graphene.Field]:
    """The field (or for a StreamField the three fields) of one of Grapple's declarations."""
    built = declaration() if callable(declaration) else declaration
    field = built[0]() if isinstance(built, tuple) and callable(built[0]) else built
    field = field[0] if isinstance(field, tuple) else field
    column = column_of(model, field.field_source)
    if isinstance(column, StreamField):
        return stream_fields(field.field_name, column)
    existing = kind._meta.fields[field.field_name]
    source = ".".join([field.field_source, *(field.extract_key or ())])
    resolver = relation_resolver(model, source) or plain_resolver(field.field_source, is_enum(existing._type))
    return {field.field_name: output_field(model, existing, field, resolver)}


def column_of(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def output_field(
    model: type[Model], existing: graphene.Field, declared: Any, resolver: Any
) -> graphene.Field:
    """Grapple's field without its list arguments; tags are our own tag type."""
    kind = existing._type
    tags = getattr(column_of(model, declared.field_source), "through", None)
    if declared.field_type is not None and tags is not None and hasattr(tags, "tag_model"):
        tag = grapple_registry.models[tags.tag_model()]
        kind = graphene.NonNull(graphene.List(graphene.NonNull(tag)))
    return graphene.Field(kind, resolver=resolver, description=declared.description)


def plain_resolver(source: str, enum: bool) -> Any:
    """A column, a property, or a method without arguments; a choice left empty is null, for enums have no empty."""

    def resolve(row: Any, info: Any) -> Any:
        value = getattr(row, source)
        value = value() if callable(value) else value
        return value or None if enum else value

    return resolve


def stream_fields(name: str, column: StreamField) -> dict[str, graphene.Field]:
    """A StreamField as typed blocks, as HTML and as JSON."""

    def nodes(row: Any, info: Any) -> Any:
        return stream_nodes(row, column, gate_of(info))

    union = body_type(type(column.stream_block))  # type: ignore[arg-type]
    return {
        name: graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(union))), resolver=nodes, description="Typed blocks."
        ),
        f"{name}_html": graphene.Field(
            graphene.String, required=True, resolver=lambda row, info: body_html(nodes(row, info)),
            description="The blocks as HTML.",
        ),
        f"{name}_json": graphene.Field(
            JSON, required=True, resolver=lambda row, info: body_json(nodes(row, info)),
            description="The blocks as data: id, type and value of each.",
        ),
    }  # fmt: skip


def is_enum(kind: Any) -> bool:
    inner = kind.of_type if isinstance(kind, graphene.NonNull) else kind
    return isinstance(inner, type) and issubclass(inner, graphene.Enum)


def nested_fields(model: type[Model]) -> dict[str, graphene.Field]:
    """The collections that declare themselves under this model."""
    return {
        field_name(nested.field): nested_field(collection, nested)
        for collection in registry.collections.values()
        for nested in collection.nested
        if collection.model._meta.get_field(nested.relation).related_model is model
    }


def media_fields(model: type[Model]) -> dict[str, graphene.Field]:
    """Addresses of files, and the named renditions of pictures."""
    if issubclass(model, AbstractDocument):
        return {
            "url": graphene.Field(
                graphene.String, required=True, resolver=lambda row, info: media_url(row.url)
            )
        }
    if not issubclass(model, AbstractImage):
        return {}
    return {
        "rendition": graphene.Field(
            object_type(Picture), args={"preset": graphene.Argument(graphene.NonNull(ImagePreset))},
            resolver=lambda row, info, preset: picture(row, str(getattr(preset, "value", preset))),
            description="The image in one of the named sizes; null until it has been generated.",
        ),
        "url": graphene.Field(
            graphene.String, required=True, resolver=lambda row, info: media_url(row.file.url),
            description="The original file.",
        ),
    }  # fmt: skip
