"""Root fields, and connections under parents, made from the declared collections."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import graphene
from django.conf import settings
from django.db.models import Q, QuerySet
from grapple.registry import registry as grapple_registry
from wagtail.models import Page

from cms.base.translated_texts import TranslatedTexts
from cms.declarations import ApiCollection, Nested, registry
from content_api.access.context import get_info_context, get_info_reader
from content_api.access.gate import Gate
from content_api.access.reader import Reader, load_only
from content_api.errors import BadUserInput
from content_api.model.batching import link_batch, load, load_many
from content_api.model.collection_query import CollectionQuery, build_locale_rule
from content_api.model.facets.results import Facet
from content_api.model.filters import MAX_LIST, clean_path, clean_text
from content_api.model.ids import parse_key
from content_api.model.languages import carry_language, find_text_language, get_row_languages, set_language
from content_api.model.pagination import Connection, in_range
from content_api.schema import connections, inputs
from content_api.schema.limited_fields import LimitedField
from content_api.schema.types.values import object_type

LOCALE = "Language code; defaults to the site's default language."
TEXT_LOCALE = (
    "Language code of names and texts, which are in the default language where they are not translated; by default the "
    "language of the site."
)


@cache
def order_type(collection: ApiCollection) -> Any:
    return graphene.List(graphene.NonNull(inputs.order_enum(collection)))


def node_type(collection: ApiCollection) -> Callable[[], Any]:
    return lambda: grapple_registry.models[collection.model]


@cache
def get_connection_type(collection: ApiCollection) -> type[graphene.ObjectType]:
    facets = {"facets": facets_field(collection)} if collection.facets else {}
    return connections.build_connection_type(node_type(collection), collection.model.__name__, facets)


def facets_field(collection: ApiCollection) -> graphene.Field:
    """The counts of filter values on the connection of a collection."""
    size = settings.CONTENT_API["PAGE_SIZE"]
    return graphene.Field(
        graphene.NonNull(graphene.List(graphene.NonNull(object_type(Facet)))),
        description="How many items of the whole list each value of a filter would leave, with all other filters.",
        resolver=resolve_facets,
        args={
            "names": graphene.Argument(
                graphene.NonNull(graphene.List(graphene.NonNull(inputs.facet_enum(collection)))),
                description="The filters to count for.",
            ),
            "first": graphene.Argument(
                graphene.Int, description=f"The most values of each; {size} if left out."
            ),
        },
    )


def resolve_facets(page: Connection, info: Any, names: list[Any], first: int | None = None) -> list[Facet]:
    limits = settings.CONTENT_API
    size = limits["PAGE_SIZE"] if first is None else in_range("first", first, limits["MAX_PAGE_SIZE"])
    return page.count_facets([getattr(each, "value", each) for each in names], size)


def list_field(collection: ApiCollection) -> graphene.Field:
    """The root connection of a collection."""
    extra = selecting_arguments(collection)
    extra |= {name: inputs.argument(declared) for name, declared in collection.arguments.items()}
    return graphene.Field(
        graphene.NonNull(get_connection_type(collection)),
        description=collection.description,
        resolver=list_resolver(collection),
        args={**extra, **locale_argument(collection), **connections.arguments()},
    )


def locale_argument(collection: ApiCollection) -> dict[str, Any]:
    if issubclass(collection.model, Page):
        return {"locale": graphene.Argument(graphene.String, description=LOCALE)}
    if issubclass(collection.model, TranslatedTexts):
        return {"locale": graphene.Argument(graphene.String, description=TEXT_LOCALE)}
    return {}


def list_resolver(collection: ApiCollection) -> Callable[..., Any]:
    def resolve(root: Any, info: Any, **arguments: Any) -> Connection:
        return CollectionQuery.of(collection, arguments, get_info_reader(info)).execute()

    return resolve


def one_field(collection: ApiCollection) -> graphene.Field:
    """The root field for one row: by id, by one of its keys, and for pages by path."""
    keys = {name: graphene.ID() if name == "id" else graphene.String() for name in list_key_names(collection)}
    return graphene.Field(
        node_type(collection),
        description=f"One of `{collection.name}`; null if it does not exist or is not visible to you.",
        resolver=one_resolver(collection),
        args={**keys, **locale_argument(collection)},
    )


def several_field(collection: ApiCollection) -> graphene.Field:
    """The root field for rows by their slugs, in the order asked, such as those of a comparison."""
    return LimitedField(
        graphene.NonNull(graphene.List(node_type(collection))),
        cost=1,
        items="slugs",
        description=f"Some of `{collection.name}`, one for each slug in the order of `slugs`; null for one that does "
        "not exist or is not visible to you.",
        resolver=several_resolver(collection),
        args={
            "slugs": graphene.List(
                graphene.NonNull(graphene.String), required=True, description=f"At most {MAX_LIST}."
            ),
            **locale_argument(collection),
        },
    )


def several_resolver(collection: ApiCollection) -> Callable[..., Any]:
    def resolve(root: Any, info: Any, slugs: list[str], locale: str | None = None) -> list[Any]:
        context, cleaned = get_info_context(info), clean_slugs(slugs)
        gate, structure = context.gate, context.structure
        columns = context.reader.list_columns(collection.model, "slug")
        rows = load_only(select_several(collection, gate, cleaned, locale), columns)
        listed = structure.check_version(list(structure.annotate_version(rows)))
        set_language(listed, find_text_language(gate, locale))
        found = {row.slug: row for row in link_batch(listed)}
        return [found.get(slug) for slug in slugs]

    return resolve


def clean_slugs(slugs: list[str]) -> list[str]:
    """BadUserInput for too many slugs, and for what none can be."""
    if len(slugs) > MAX_LIST:
        raise BadUserInput(f"slugs: at most {MAX_LIST} values.")
    return [clean_text("slugs", slug) for slug in slugs]


def select_several(
    collection: ApiCollection, gate: Gate, slugs: list[str], locale: str | None
) -> QuerySet[Any]:
    """The visible rows with these slugs; of several with one slug, the one that counts comes last."""
    rule = gate.visible(collection.model) & build_locale_rule(collection.model, gate, locale)
    return collection.model._default_manager.filter(rule, slug__in=slugs).order_by("-pk")


def one_resolver(collection: ApiCollection) -> Callable[..., Any]:
    def resolve(root: Any, info: Any, locale: str | None = None, **keys: Any) -> Any:
        context = get_info_context(info)
        gate, structure = context.gate, context.structure
        rows = Key.of(collection, gate, keys, locale).select(gate)
        rows = structure.annotate_version(load_only(rows, context.reader.list_columns(collection.model)))
        found = structure.check_version(list(rows[:1]))
        set_language(found, find_text_language(gate, locale))
        return next(iter(link_batch(found)), None)

    return resolve


def list_key_names(collection: ApiCollection) -> list[str]:
    """The arguments of which one is given for a single row."""
    return ["id", *collection.keys, *(["path"] if issubclass(collection.model, Page) else [])]


@dataclass(frozen=True)
class Key:
    """By what one row is asked for. column: of the model. value: None for what no row can have. is_in_language: whether
    several languages can have it."""

    collection: ApiCollection
    column: str
    value: Any
    locale: str | None
    is_in_language: bool = False

    @classmethod
    def of(cls, collection: ApiCollection, gate: Gate, keys: Mapping[str, Any], locale: str | None) -> Key:
        """The key of the only argument that is given; BadUserInput for none, for several, and for what no key is."""
        given = {name: value for name, value in keys.items() if value is not None}
        if len(given) != 1:
            raise BadUserInput(f"Give exactly one of: {', '.join(list_key_names(collection))}.")
        ((name, value),) = given.items()
        if name == "path":
            return cls(
                collection, "url_path", gate.site.get_url_path(clean_path(name, value), locale), locale
            )
        value = clean_text(name, value)
        if name == "id":
            return cls(collection, "pk", parse_key(value, collection.model), locale)
        return cls(collection, collection.keys[name], value, locale, is_in_language=True)

    def select(self, gate: Gate, condition: Q | None = None) -> QuerySet[Any]:
        """The visible rows with this key. condition: what stands for it, where the value is left open."""
        model = self.collection.model
        rule = gate.visible(model) & (condition or Q(**{self.column: self.value}))
        if self.is_in_language:
            rule &= build_locale_rule(model, gate, self.locale)
        return model._default_manager.filter(rule).order_by("pk")


def nested_field(collection: ApiCollection, nested: Nested, resolver: Any) -> graphene.Field:
    """A collection under a parent. Types are looked up when a schema is made, so that they have what plugins add."""
    return graphene.Field(
        graphene.NonNull(lambda: get_connection_type(collection)),
        description=nested.description,
        resolver=resolver,
        args={**selecting_arguments(collection), **locale_argument(collection), **connections.arguments()},
    )


def selecting_arguments(collection: ApiCollection) -> dict[str, Any]:
    """The order and the filters of a list, at the root and under parents."""
    given = {"order_by": order_type(collection)}
    if get_filter_type(collection):
        given["filter"] = graphene.Argument(lambda: get_filter_type(collection))
    return given


@cache
def get_filter_type(collection: ApiCollection) -> type[graphene.InputObjectType] | None:
    return inputs.input_type(collection)


def resolve_nested(
    collection: ApiCollection, nested: Nested, parent: Any, info: Any, **arguments: Any
) -> Connection:
    """A page of the rows under a parent, loaded for all parents that came together."""
    reader = get_info_reader(info)
    asked, query = find_query(collection, nested, arguments, reader)
    found: Connection = load(parent, asked, lambda parents: query.execute_under(nested, parents))
    return carry_language_to_rows(parent, found, reader)


def resolve_nested_many(
    collection: ApiCollection, nested: Nested, parents: list[Any], info: Any, **arguments: Any
) -> list[Connection]:
    """What `resolve_nested` gives for each of several parents."""
    reader = get_info_reader(info)
    asked, query = find_query(collection, nested, arguments, reader)
    found = load_many(parents, asked, lambda batch: query.execute_under(nested, batch))
    if get_row_languages(parents, reader.gate) == {None}:
        return found
    return [carry_language_to_rows(parent, each, reader) for parent, each in zip(parents, found, strict=True)]


def carry_language_to_rows(parent: Any, found: Connection, reader: Reader) -> Connection:
    rows = carry_language(parent, found.rows, reader.gate)
    return found if rows is found.rows else replace(found, rows=rows)


def find_query(
    collection: ApiCollection, nested: Nested, arguments: Mapping[str, Any], reader: Reader
) -> tuple[Hashable, CollectionQuery]:
    """The query of a list under parents, and what it is known by; BadUserInput for what cannot be asked."""
    asked = (nested, freeze_arguments(arguments))
    if asked not in reader.memo:
        reader.memo[asked] = build_query(collection, arguments, reader)
    query = reader.memo[asked]
    if isinstance(query, BadUserInput):
        raise query
    return asked, query


def build_query(
    collection: ApiCollection, arguments: Mapping[str, Any], reader: Reader
) -> CollectionQuery | BadUserInput:
    """The query of a list, or why there is none: it is looked for once, also where every parent gets the error."""
    try:
        return CollectionQuery.of(collection, arguments, reader)
    except BadUserInput as error:
        return error


def freeze_arguments(value: Any) -> Any:
    """Coerced arguments as something to compare."""
    if isinstance(value, dict):
        return tuple((name, freeze_arguments(each)) for name, each in value.items())
    return tuple(map(freeze_arguments, value)) if isinstance(value, list) else value


def root_fields() -> dict[str, graphene.Field]:
    """Every root field of the declared collections, by GraphQL name."""
    fields: dict[str, graphene.Field] = {}
    for collection in registry.collections.values():
        fields[collection.name] = list_field(collection)
        if collection.one:
            fields[collection.one] = one_field(collection)
        if collection.several:
            fields[collection.several] = several_field(collection)
    return fields
