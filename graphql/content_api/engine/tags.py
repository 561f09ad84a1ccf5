"""The tables that the fields of an operation depend on, worked out from the declarations before anything is executed.

Never from statements that were seen: what a process keeps in memory hides what an answer depends on. A field whose
declaration does not say what it reads is opaque: an answer that contains one may not be kept. The tables of the
access gate's rules, the structure of the site and moments at which answers change by themselves are not part of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from graphene.utils.str_converters import to_camel_case
from graphql import FieldNode, GraphQLSchema, OperationDefinitionNode
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.declarations import ApiCollection, registry
from content_api.model.field_sources import (
    Batch,
    Column,
    Computed,
    ConnectionSource,
    FieldSource,
    FileAddress,
    ForeignKeySource,
    Identity,
    ManyToMany,
    PictureSet,
    Rendition,
    ReverseKey,
    ThroughRows,
    TranslatedColumn,
    TreeField,
)
from content_api.schema.connections import ARGUMENTS
from content_api.schema.field_sources.columns import Fragments, Selected, known_sources

__all__ = ["Tags", "find_tags"]

UNKNOWN = "nothing declares what it reads"
PLAIN_ARGUMENTS = frozenset({*ARGUMENTS, "locale", "id", "slug", "path"})
"""Arguments of collections that choose among the rows of their own table."""
PARTS = frozenset({"nodes", "edges", "pageInfo", "totalCount"})
TREE_FIELDS = frozenset(
    {"path", "url", "locale", "published_at", "updated_at", "parent", "ancestors", "children"}
)


@dataclass(frozen=True, slots=True)
class Tags:
    """tables: in the database. opaque: why the tables are not all, by the coordinate of a field."""

    tables: frozenset[str]
    opaque: dict[str, str]


class Opaque(Exception):
    """A field does not say what it reads; the text says why not."""


class Uses(Selected):
    """The fields that an operation selects, with the names of the arguments that they are given anywhere."""

    def __init__(self, fragments: Fragments, schema: GraphQLSchema) -> None:
        super().__init__(fragments, schema)
        self.arguments: dict[tuple[str, str], set[str]] = {}

    def walk_field(self, node: FieldNode, kind: Any) -> None:
        given = {each.name.value for each in node.arguments}
        for each in self.list_possible_types(kind):
            self.arguments.setdefault((each.name, node.name.value), set()).update(given)
        super().walk_field(node, kind)


def find_tags(operation: OperationDefinitionNode, fragments: Fragments, schema: GraphQLSchema) -> Tags:
    """The tables of a valid operation's fields."""
    uses, root = Uses(fragments, schema), schema.get_root_type(operation.operation)
    if root is not None:
        uses.walk(operation.selection_set, root)
    tables: set[str] = set()
    opaque: dict[str, str] = {}
    for coordinate in sorted(uses.found):
        try:
            for model in find_models(coordinate, uses.arguments[coordinate], root):
                tables |= list_tables(model)
        except Opaque as error:
            opaque[".".join(coordinate)] = str(error)
    return Tags(frozenset(tables), opaque)


def find_models(coordinate: tuple[str, str], given: set[str], root: Any) -> Iterable[type[Model]]:
    """The models whose rows a field reads; Opaque when they are not known."""
    kind, name = coordinate
    if name == "__typename" or belongs_to_list(kind, name):
        return ()
    if source := known_sources().get(coordinate):
        return [source.model, *find_source_models(source, given)]
    if root is not None and kind == root.name and (collection := find_collection(name)):
        return find_collection_models(collection, given)
    raise Opaque(UNKNOWN)


def belongs_to_list(kind: str, name: str) -> bool:
    """Whether a field only holds what its connection has read."""
    names = {collection.model.__name__ for collection in registry.collections.values()}
    if kind.removesuffix("Connection") in names and kind.endswith("Connection"):
        return name in PARTS
    return kind == "PageInfo" or (kind.removesuffix("Edge") in names and name in ("node", "cursor"))


def find_collection(name: str) -> ApiCollection | None:
    """The collection that a root field lists, or takes one row of."""
    return next(
        (
            each
            for each in registry.collections.values()
            if name in [to_camel_case(known) for known in (each.name, each.one) if known]
        ),
        None,
    )


def find_collection_models(collection: ApiCollection, given: set[str]) -> Iterator[type[Model]]:
    """The collection's own model and what its default order goes through; filters and other orders are opaque."""
    if others := sorted(given - PLAIN_ARGUMENTS):
        raise Opaque(f"what is read for {', '.join(others)} is not declared")
    yield collection.model
    terms = collection.orders[collection.default_order]
    if callable(terms):
        raise Opaque("its default order is worked out when needed")
    for term in terms:
        path = term.removeprefix("-").split("__")
        if path[0] in collection.computed:
            raise Opaque(f"its default order is computed ({path[0]})")
        yield from follow(collection.model, path[:-1])


def follow(model: type[Model], path: Iterable[str]) -> Iterator[type[Model]]:
    """The models that a path of relations goes through, with the rows of links."""
    for name in path:
        field: Any = model._meta.get_field(name)
        if through := getattr(getattr(field, "remote_field", None), "through", None):
            yield through
        model = field.related_model
        yield model


def find_source_models(source: FieldSource, given: set[str]) -> Iterable[type[Model]]:
    """The models that a field reads beside the rows of its own; Opaque for kinds that do not say."""
    match source:
        case Identity() | TranslatedColumn() | FileAddress():
            return ()
        case Column() | Computed():
            return check_columns(source)
        case ForeignKeySource():
            return find_kinds(source.target)
        case ReverseKey():
            return find_kinds(check_order(source.target))
        case ManyToMany():
            return [source.through, *find_kinds(source.target)]
        case ThroughRows():
            return [*find_source_models(source.rows, given), *find_source_models(source.far, given)]
        case Rendition() | PictureSet():
            return [get_image_model().get_rendition_model()]
        case TreeField() if source.name in TREE_FIELDS:
            return find_kinds(Page)
        case Batch() if source.declared.reads:
            return [apps.get_model(each) if isinstance(each, str) else each for each in source.declared.reads]
        case ConnectionSource():
            path = source.nested.relation.split("__")
            return [*find_collection_models(source.collection, given), *follow(source.collection.model, path)]
    raise Opaque(UNKNOWN)


def check_columns(source: Column | Computed) -> tuple[()]:
    """Opaque unless the field reads declared columns of its row that lead to no other row."""
    if source.columns is None:
        raise Opaque("its columns are not declared")
    fields = [source.model._meta.get_field(name) for name in source.columns]
    if leading := sorted(field.name for field in fields if field.is_relation):
        raise Opaque(f"it may follow {', '.join(leading)}")
    return ()


def check_order(model: type[Model]) -> type[Model]:
    """The model; Opaque when its own order goes through other tables."""
    if any("__" in str(term) for term in model._meta.ordering):
        raise Opaque(f"the order of {model._meta.label} goes through other tables")
    return model


def find_kinds(model: type[Model]) -> list[type[Model]]:
    """A model, and the public ones derived from it: what points to a page is answered as its own kind."""
    return [model, *(each for each in registry.visibility if issubclass(each, model))]


def list_tables(model: type[Model]) -> set[str]:
    """The tables of a model and of its parents."""
    return {each._meta.db_table for each in (model, *model._meta.get_parent_list())}
