"""Make Grapple's types ours: keep what a model declares, drop everything else, and put the gate in every resolver.

Grapple builds one type for each model from `graphql_fields`, and adds columns, default relations and resolvers without
permission checks. Here every type keeps its declared fields, `id` and what its interface has. The resolver of a field
follows from its source (schema/field_sources); nested collections are added under their parents.
"""

from __future__ import annotations

from functools import cache, partial, singledispatch
from typing import Any

import graphene
from django.db.models import Model
from grapple.registry import registry
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from cms.declarations import BatchField, RelatedField
from content_api.model.field_sources import (
    Batch,
    Body,
    Computed,
    ConnectionSource,
    FieldSource,
    FileAddress,
    Identity,
    PictureSet,
    PluginFieldSource,
    Related,
    Rendition,
    TreeField,
)
from content_api.schema.field_sources.resolvers import build_resolver
from content_api.schema.field_sources.table import core_sources, plugin_sources
from content_api.schema.inputs import declared_argument
from content_api.schema.plugin_fields.fields import contributed_field
from content_api.schema.roots.collections import nested_field
from content_api.schema.scalars import JSON
from content_api.schema.types.blocks import block_type, body_type
from content_api.schema.types.grapple import block_kinds, model_kinds, output_kind, read_declaration, redefine
from content_api.schema.types.interfaces import Node, PageInterface
from content_api.schema.types.media import ImagePreset, ImageSource, Picture
from content_api.schema.types.values import declared_field, object_type

PRESET = {"preset": graphene.Argument(graphene.NonNull(ImagePreset))}


def public_types(plugins: bool) -> list[type[graphene.ObjectType]]:
    """The types of every model and block that declares public fields, reshaped, with what plugins add to them."""
    for model, (kind, fields) in core_types().items():
        interfaces = (Node, PageInterface) if issubclass(model, Page) else (Node,)
        added = contributed_fields(model) if plugins else {}
        redefine(kind, {**fields, **added}, interfaces)
    return [kind for kind, _ in core_types().values()]


@cache
def core_types() -> dict[type[Model], tuple[type[graphene.ObjectType], dict[str, Any]]]:
    """Each public model with its type and the fields that are not a plugin's."""
    for block in block_kinds():
        block_type(block)
    return {model: (kind, core_fields(model, kind)) for model, kind in model_kinds().items()}


def core_fields(model: type[Model], kind: type[graphene.ObjectType]) -> dict[str, Any]:
    """What stands in place of the fields that Grapple gave a type."""
    declared = {each.field_name: each for each in map(read_declaration, model.graphql_fields)}  # type: ignore[attr-defined]
    return {
        name: grapple_field(model, kind, declared[name], source)
        if name in declared and not isinstance(source, Body)
        else graphene_field(source)
        for name, source in core_sources(model).items()  # type: ignore[arg-type]
    }


def contributed_fields(model: type[Model]) -> dict[str, graphene.Field]:
    """What plugins add to the type of a model."""
    return {name: graphene_field(source) for name, source in plugin_sources(model).items()}


def grapple_field(model: type[Model], kind: Any, declared: Any, source: FieldSource) -> graphene.Field:
    """Grapple's field without its list arguments."""
    output = output_kind(model, kind, declared)
    return graphene.Field(
        output,
        resolver=build_resolver(source),
        description=declared.description,
        deprecation_reason=declared.deprecation_reason,
    )


@singledispatch
def graphene_field(source: FieldSource) -> graphene.Field:
    """The field of a type that is not one of Grapple's declarations."""
    raise NotImplementedError(source)


@graphene_field.register
def identity_field(source: Identity) -> graphene.Field:
    return graphene.Field(graphene.ID, required=True, resolver=build_resolver(source))


@graphene_field.register
def tree_field(source: TreeField) -> graphene.Field:
    """A field of PageInterface, with its resolver."""
    field = PageInterface._meta.fields[source.name]
    return graphene.Field(
        field._type, args=field.args, resolver=build_resolver(source), description=field.description,
        deprecation_reason=field.deprecation_reason,
    )  # fmt: skip


BODY_FORMS: dict[str, tuple[Any, str]] = {
    "html": (graphene.String, "The blocks as HTML."),
    "json": (JSON, "The blocks as data: id, type and value of each."),
}


@graphene_field.register
def body_field(source: Body) -> graphene.Field:
    """A StreamField as typed blocks, as HTML or as JSON."""
    resolver = build_resolver(source)
    if source.form == "blocks":
        union = body_type(type(source.field.stream_block))  # type: ignore[arg-type]
        kind = graphene.NonNull(graphene.List(graphene.NonNull(union)))
        return graphene.Field(kind, resolver=resolver, description="Typed blocks.")
    kind, description = BODY_FORMS[source.form]
    return graphene.Field(kind, required=True, resolver=resolver, description=description)


@graphene_field.register(Computed)
@graphene_field.register(Batch)
def value_field(source: Computed | Batch) -> graphene.Field:
    declared = source.declared
    arguments = declared.arguments if isinstance(declared, BatchField) else {}
    built = {name: declared_argument(each) for name, each in arguments.items()}
    return declared_field(declared, build_resolver(source), built)


@graphene_field.register
def related_field(source: Related) -> graphene.Field:
    declared = source.declared
    kind: Any = partial(get_related_type, declared)
    return graphene.Field(kind, description=declared.description, resolver=build_resolver(source))


def get_related_type(declared: RelatedField) -> Any:
    kind = registry.models[declared.target]
    return graphene.NonNull(graphene.List(graphene.NonNull(kind))) if declared.many else kind


@graphene_field.register
def connection_field(source: ConnectionSource) -> graphene.Field:
    return nested_field(source.collection, source.nested, build_resolver(source))


@graphene_field.register
def rendition_field(source: Rendition) -> graphene.Field:
    return graphene.Field(
        object_type(Picture), args=PRESET, resolver=build_resolver(source),
        description="The image in one of the named sizes; null until it has been generated.",
    )  # fmt: skip


@graphene_field.register
def picture_set_field(source: PictureSet) -> graphene.Field:
    kind = graphene.NonNull(graphene.List(graphene.NonNull(object_type(ImageSource))))
    return graphene.Field(
        kind, resolver=build_resolver(source),
        description="The image in several widths for `srcset`, one source for each format, best first; empty until "
        "they have been generated, and for vector graphics.",
    )  # fmt: skip


@graphene_field.register
def address_field(source: FileAddress) -> graphene.Field:
    description = None if issubclass(source.model, AbstractDocument) else "The original file."
    return graphene.Field(
        graphene.String, required=True, resolver=build_resolver(source), description=description
    )


@graphene_field.register
def plugin_field(source: PluginFieldSource) -> graphene.Field:
    return contributed_field(source.registered, build_resolver(source))
