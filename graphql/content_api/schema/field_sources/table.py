"""The source of every field of every public model, worked out from the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import graphene
from django.apps import apps
from django.db.models import ForeignKey, ForeignObjectRel, ManyToManyField, Model
from graphene.utils.str_converters import to_camel_case, to_snake_case
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.base.translated_texts import find_translated_model
from cms.declarations import BatchField, ComputedField, RelatedField, registry
from cms.plugins.api.contributions import GraphQLField
from cms.plugins.runtime.current import platform
from content_api.model.field_sources import (
    TREE_COLUMNS,
    Batch,
    Body,
    Column,
    Computed,
    ConnectionSource,
    FieldSource,
    FileAddress,
    ForeignKeySource,
    Identity,
    ManyToMany,
    PictureSet,
    PluginFieldSource,
    Related,
    RelationSource,
    Rendition,
    ReverseKey,
    ThroughRows,
    TranslatedColumn,
    TreeField,
)
from content_api.schema.types.grapple import find_column, model_kinds, read_declaration

__all__ = ["core_sources", "declared_columns", "field_sources", "plugin_sources", "relation_source"]

BODY_FORMS = {"": "blocks", "_html": "html", "_json": "json"}


def field_sources() -> Mapping[tuple[str, str], FieldSource]:
    """The source of each field, by the GraphQL names of its type and its own, with what plugins contribute now."""
    return {
        (kind._meta.name, to_camel_case(name)): source
        for model, kind in model_kinds().items()
        for name, source in {**core_sources(model), **plugin_sources(model)}.items()  # type: ignore[arg-type]
    }


@cache
def core_sources(model: type[Model]) -> Mapping[str, FieldSource]:
    """The sources of a model's fields that are not a plugin's, by Python name."""
    found: dict[str, FieldSource] = {"id": Identity(model)}
    if issubclass(model, Page):
        found |= {name: TreeField(model, name) for name in TREE_COLUMNS}
    for declaration in model.graphql_fields:  # type: ignore[attr-defined]
        found |= declared_sources(model, read_declaration(declaration))
    for item in registry.get_fields(model):
        found[to_snake_case(item.name)] = declared_field_source(model, item)
    return {**found, **nested_sources(model), **file_sources(model)}


def declared_field_source(model: type[Model], item: ComputedField | BatchField | RelatedField) -> FieldSource:
    match item:
        case ComputedField():
            return Computed(model, item)
        case BatchField():
            return Batch(model, item)
        case RelatedField():
            return Related(model, item)


def declared_sources(model: type[Model], declared: Any) -> dict[str, FieldSource]:
    """The source of one of Grapple's declarations; a StreamField has three."""
    name, column = declared.field_name, find_column(model, declared.field_source)
    if isinstance(column, StreamField):
        return {name + suffix: Body(model, column, form) for suffix, form in BODY_FORMS.items()}
    path = ".".join([declared.field_source, *(declared.extract_key or ())])
    found = relation_source(model, path)
    return {name: found or attribute_source(model, declared)}


def attribute_source(model: type[Model], declared: Any) -> Column | TranslatedColumn:
    attribute = declared.field_source
    if find_translated_model(model, attribute):
        return TranslatedColumn(model, attribute)
    field = find_column(model, attribute)
    stored = field in model._meta.concrete_fields
    columns = (field.name,) if stored else declared_columns(model).get(attribute)
    return Column(model, attribute, columns, is_enum(declared.field_type), stored)


def declared_columns(model: type[Model]) -> Mapping[str, tuple[str, ...]]:
    """The columns that properties and methods behind public fields read, as the model's `graphql_columns` say."""
    return getattr(model, "graphql_columns", {})


def is_enum(kind: Any) -> bool:
    inner = kind.of_type if isinstance(kind, graphene.NonNull) else kind
    return isinstance(inner, type) and issubclass(inner, graphene.Enum)


def relation_source(model: type[Model], path: str) -> RelationSource | None:
    """The relation `path` of a model; None when it is not one.

    A dotted path ("alternative_links.alternative") goes through child rows to what they point to.
    """
    first, _, second = path.partition(".")
    rows = single_relation(model, find_column(model, first))
    far = relation_source(rows.target, second) if rows and second else None
    return ThroughRows(model, rows, far) if rows and far else rows


def single_relation(model: type[Model], field: Any) -> RelationSource | None:
    if isinstance(field, ClusterTaggableManager | TaggableManager):
        return ManyToMany(model, field.through, "content_object", "tag")
    if isinstance(field, ManyToManyField) and field.remote_field.through:
        through = field.remote_field.through
        return ManyToMany(model, through, field.m2m_field_name(), field.m2m_reverse_field_name())
    if isinstance(field, ForeignKey):
        return ForeignKeySource(model, field)
    if isinstance(field, ForeignObjectRel) and (field.one_to_many or field.one_to_one):
        return ReverseKey(model, field)
    return None


def nested_sources(model: type[Model]) -> dict[str, FieldSource]:
    """The collections that declare themselves under this model."""
    return {
        to_snake_case(nested.field): ConnectionSource(model, collection, nested)
        for collection in registry.collections.values()
        for nested in collection.nested
        if find_target(collection.model, nested.relation) is model
    }


def find_target(model: type[Model], path: str) -> type[Model]:
    """The model that a path of relations leads to."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model


def file_sources(model: type[Model]) -> dict[str, FieldSource]:
    """Addresses of files, and the named renditions of pictures."""
    if issubclass(model, AbstractImage):
        return {"rendition": Rendition(model), "sources": PictureSet(model), "url": FileAddress(model)}
    return {"url": FileAddress(model)} if issubclass(model, AbstractDocument) else {}


def plugin_sources(model: type[Model]) -> dict[str, FieldSource]:
    """The fields that plugins contribute to the type of a model, by Python name."""
    return {
        to_snake_case(each.item.name): PluginFieldSource(model, each)
        for each in platform().contributions(GraphQLField)
        if apps.get_model(each.item.on) is model
    }
