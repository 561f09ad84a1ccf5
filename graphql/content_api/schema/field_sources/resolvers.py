"""Graphene's resolvers, made of the sources of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, singledispatch
from typing import Any

from wagtail.documents.models import AbstractDocument

from cms.base.translated_texts import read_text
from content_api.access.context import get_info_context, get_info_reader
from content_api.access.sites import media_url
from content_api.model.batching import load
from content_api.model.field_sources import (
    Batch,
    Body,
    Column,
    Computed,
    ConnectionSource,
    FieldSource,
    FileAddress,
    Identity,
    PictureSet,
    PluginFieldSource,
    RelationSource,
    Rendition,
    TranslatedColumn,
    TreeField,
)
from content_api.model.ids import global_id
from content_api.model.languages import get_row_language, get_row_languages
from content_api.model.relations import follow, follow_many
from content_api.schema.field_sources.batches import load_declared
from content_api.schema.inputs import clean_arguments
from content_api.schema.plugin_fields.fields import load_contributed
from content_api.schema.roots.collections import resolve_nested, resolve_nested_many
from content_api.schema.types.media import list_sources, picture
from content_api.schema.types.stream_output import body_html, body_json
from content_api.schema.types.streams import stream_nodes
from content_api.schema.types.tree import RESOLVERS as TREE_RESOLVERS

__all__ = ["build_resolver"]

Resolver = Callable[..., Any]
BODY_FORMS: dict[str, Callable[[Any], Any]] = {"blocks": list, "html": body_html, "json": body_json}


def with_many(resolve: Resolver, resolve_many: Callable[..., list[Any]]) -> Resolver:
    """A resolver that answers for many rows at once, too: `many` takes the rows in place of one, and gives a list."""
    resolve.many = resolve_many  # type: ignore[attr-defined]  # read by content_api.execution.columns
    return resolve


@singledispatch
def build_resolver(source: FieldSource) -> Resolver:
    """The resolver of a field with this source."""
    raise NotImplementedError(source)


@build_resolver.register
def resolve_identity(source: Identity) -> Resolver:
    return lambda row, info: global_id(row)


@build_resolver.register
def resolve_column(source: Column) -> Resolver:
    """A column, a property, or a method without arguments; a choice left empty is null, for enums have no empty."""
    attribute, enum = source.attribute, source.enum

    def resolve(row: Any, info: Any) -> Any:
        value = getattr(row, attribute)
        value = value() if callable(value) else value
        return value or None if enum else value

    if source.is_stored and not enum:
        resolve.attribute = attribute  # type: ignore[attr-defined]  # read by content_api.execution.field_plans
    return resolve


@build_resolver.register
def resolve_translated_column(source: TranslatedColumn) -> Resolver:
    attribute = source.attribute

    def resolve(row: Any, info: Any) -> str:
        return read_text(row, attribute, get_row_language(row, get_info_context(info).gate))

    def resolve_many(rows: list[Any], info: Any) -> list[str]:
        gate = get_info_context(info).gate
        if get_row_languages(rows, gate) == {None}:
            return [str(getattr(row, attribute)) for row in rows]
        return [read_text(row, attribute, get_row_language(row, gate)) for row in rows]

    return with_many(resolve, resolve_many)


@build_resolver.register
def resolve_relation(source: RelationSource) -> Resolver:
    return with_many(
        lambda row, info, **arguments: follow(source, row, get_info_reader(info)),
        lambda rows, info, **arguments: follow_many(source, rows, get_info_reader(info)),
    )


@build_resolver.register
def resolve_body(source: Body) -> Resolver:
    """A StreamField as typed blocks, as HTML or as JSON."""
    output, field = BODY_FORMS[source.form], source.field
    return lambda row, info: output(stream_nodes(row, field, get_info_reader(info)))


@build_resolver.register
def resolve_computed(source: Computed) -> Resolver:
    attribute = source.declared.attribute
    if source.declared.by_language:
        return lambda row, info: getattr(row, attribute)(get_row_language(row, get_info_context(info).gate))

    def resolve(row: Any, info: Any) -> Any:
        value = getattr(row, attribute)
        return value() if callable(value) else value

    return resolve


@build_resolver.register
def resolve_batch(source: Batch) -> Resolver:
    declared = source.declared

    def resolve(row: Any, info: Any, **arguments: Any) -> Any:
        reader, given = get_info_reader(info), clean_arguments(arguments)

        def load_all(rows: list[Any]) -> Mapping[int, Any]:
            return load_declared(source, [each.pk for each in rows], reader, given)

        return load(row, ("batch", declared.name, *given.items()), load_all, declared.default)

    return resolve


@build_resolver.register
def resolve_connection(source: ConnectionSource) -> Resolver:
    return with_many(
        partial(resolve_nested, source.collection, source.nested),
        partial(resolve_nested_many, source.collection, source.nested),
    )


@build_resolver.register
def resolve_rendition(source: Rendition) -> Resolver:
    return lambda row, info, preset: picture(row, str(getattr(preset, "value", preset)))


@build_resolver.register
def resolve_picture_set(source: PictureSet) -> Resolver:
    return lambda row, info: list_sources(row)


@build_resolver.register
def resolve_file_address(source: FileAddress) -> Resolver:
    """The address of a file; a document's is the one under which it is served."""
    if issubclass(source.model, AbstractDocument):
        return lambda row, info: media_url(row.url)
    return lambda row, info: media_url(row.file.url)


@build_resolver.register
def resolve_tree_field(source: TreeField) -> Resolver:
    return TREE_RESOLVERS[source.name]


@build_resolver.register
def resolve_plugin_field(source: PluginFieldSource) -> Resolver:
    return partial(load_contributed, source.registered)
