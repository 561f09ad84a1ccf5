"""Root fields, and connections under parents, made from the declared collections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import graphene
from django.db.models import Model, Q, QuerySet
from grapple.registry import registry as grapple_registry
from wagtail.models import Page

from cms.declarations import ApiCollection, Gate, Nested, registry
from content_api.access.context import context_of
from content_api.errors import BadUserInput
from content_api.model import filters, pagination
from content_api.model.batching import load, together
from content_api.model.filters import clean_path, clean_text
from content_api.model.ids import key_of
from content_api.model.ordering import Ordering
from content_api.schema import connections, inputs

LOCALE = "Language code; defaults to the site's default language."


@cache
def order_type(collection: ApiCollection) -> Any:
    return graphene.List(graphene.NonNull(inputs.order_enum(collection)))


def node_type(collection: ApiCollection) -> Callable[[], Any]:
    return lambda: grapple_registry.models[collection.model]


@cache
def connection_of(collection: ApiCollection) -> type[graphene.ObjectType]:
    return connections.connection_type(node_type(collection), collection.model.__name__)


def list_field(collection: ApiCollection) -> graphene.Field:
    """The root connection of a collection."""
    extra = {"order_by": order_type(collection)}
    if filter_type := inputs.input_type(collection):
        extra["filter"] = filter_type()
    extra |= {name: inputs.argument(declared) for name, declared in collection.arguments.items()}
    return graphene.Field(
        graphene.NonNull(connection_of(collection)),
        description=collection.description,
        resolver=list_resolver(collection),
        args={**extra, **locale_argument(collection), **connections.arguments()},
    )


def locale_argument(collection: ApiCollection) -> dict[str, Any]:
    if not issubclass(collection.model, Page):
        return {}
    return {"locale": graphene.Argument(graphene.String, description=LOCALE)}


def list_resolver(collection: ApiCollection) -> Callable[..., Any]:
    def resolve(root: Any, info: Any, **arguments: Any) -> pagination.Connection:
        context = context_of(info)
        gate = context.gate
        ordering, scope = ordering_of(collection, arguments)
        rows = visible_rows(collection, gate, arguments.get("locale"))
        given = {name: arguments.get(name) for name in collection.arguments}
        rows = rows.filter(filters.condition(collection, given | dict(arguments.get("filter") or {}), gate))
        page, structure = pagination.PageArguments.of(arguments), context.structure
        return pagination.paginate(
            structure.with_version(rows), ordering, scope, page, structure.check_version
        )

    return resolve


def visible_rows(collection: ApiCollection, gate: Gate, locale: str | None) -> QuerySet[Any]:
    """The rows of a collection that the viewer may see, in one language where they have languages."""
    return collection.model._default_manager.filter(
        gate.visible(collection.model) & in_locale(collection.model, gate, locale)
    )


def in_locale(model: type[Model], gate: Any, locale: str | None) -> Q:
    if not issubclass(model, Page):
        return Q()
    return gate.in_language(clean_text("locale", locale) if locale else gate.site.default_locale)


def ordering_of(collection: ApiCollection, arguments: Mapping[str, Any]) -> tuple[Ordering, str]:
    """The order asked for, and the scope that its cursors are signed for."""
    names = [getattr(name, "value", name) for name in arguments.get("order_by") or ()]
    if len(names) > len(collection.orders):
        raise BadUserInput(f"orderBy: at most {len(collection.orders)} values.")
    ordering = Ordering.of(collection, names)
    return ordering, f"{collection.name}:{','.join(ordering.terms)}"


def one_field(collection: ApiCollection) -> graphene.Field:
    """The root field for one row: by id, by one of its keys, and for pages by path."""
    keys = {"id": graphene.ID(), **{name: graphene.String() for name in collection.keys}}
    if issubclass(collection.model, Page):
        keys |= {"path": graphene.String(), **locale_argument(collection)}
    return graphene.Field(
        node_type(collection),
        description=f"One of `{collection.name}`; null if it does not exist or is not visible to you.",
        resolver=one_resolver(collection, [name for name in keys if name != "locale"]),
        args=keys,
    )


def one_resolver(collection: ApiCollection, names: list[str]) -> Callable[..., Any]:
    def resolve(root: Any, info: Any, locale: str | None = None, **keys: Any) -> Any:
        given = {name: value for name, value in keys.items() if value is not None}
        if len(given) != 1:
            raise BadUserInput(f"Give exactly one of: {', '.join(names)}.")
        context = context_of(info)
        gate, structure = context.gate, context.structure
        condition = key_condition(collection, gate, *given.popitem(), locale)
        rows = collection.model._default_manager.filter(gate.visible(collection.model) & condition)
        found = structure.check_version(list(structure.with_version(rows).order_by("pk")[:1]))
        return next(iter(together(found)), None)

    return resolve


def key_condition(collection: ApiCollection, gate: Any, name: str, value: str, locale: str | None) -> Q:
    if name == "path":
        return Q(url_path=gate.site.url_path_of(clean_path(name, value), locale))
    value = clean_text(name, value)
    if name == "id":
        return Q(pk=key_of(value, collection.model))
    return Q(**{collection.keys[name]: value}) & in_locale(collection.model, gate, locale)


def nested_field(collection: ApiCollection, nested: Nested) -> graphene.Field:
    """A collection under a parent; it is loaded for all parents that came together."""
    return graphene.Field(
        graphene.NonNull(connection_of(collection)),
        description=nested.description,
        resolver=nested_resolver(collection, nested),
        args={"order_by": order_type(collection), **locale_argument(collection), **connections.arguments()},
    )


def nested_resolver(collection: ApiCollection, nested: Nested) -> Callable[..., Any]:
    def resolve(parent: Any, info: Any, **arguments: Any) -> Any:
        gate = context_of(info).gate
        ordering, scope = ordering_of(collection, arguments)
        page, locale = pagination.PageArguments.of(arguments), arguments.get("locale")

        def loader(parents: list[Any]) -> Mapping[Any, pagination.Connection]:
            rows, keys = visible_rows(collection, gate, locale), [each.pk for each in parents]
            return pagination.paginate_children(rows, f"{nested.relation}_id", keys, ordering, scope, page)

        return load(parent, (collection.name, nested.field, scope, page, locale), loader)

    return resolve


def root_fields() -> dict[str, graphene.Field]:
    """Every root field of the declared collections, by GraphQL name."""
    fields: dict[str, graphene.Field] = {}
    for collection in registry.collections.values():
        fields[collection.name] = list_field(collection)
        if collection.one:
            fields[collection.one] = one_field(collection)
    return fields
