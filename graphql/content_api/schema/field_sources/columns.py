"""Which columns of each model an operation reads, so that no others are loaded.

Every field that is selected anywhere counts, whatever @skip and @include say; a field of an interface counts for each
type that it can be. A model of which nothing is selected is not in the answer: all its columns are loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import ImageField, Model
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)
from wagtail.models import Page

from cms.base.once import once
from content_api.access.reader import Columns
from content_api.model.field_sources import ALL, FieldSource
from content_api.schema.field_sources.table import field_sources
from content_api.schema.types.grapple import model_kinds

__all__ = [
    "Selected",
    "find_columns_read",
    "find_dimensions",
    "known_sources",
    "load_operation_columns",
    "selects_cursors",
]

PAGE_COLUMNS = frozenset({"path", "url_path", "locale"})
"""Of every page: what its address is made of, and what leads through the tree."""
CURSOR_FIELDS = {"edges", "pageInfo"}
ATTRIBUTE = "_aixplore_columns"
Fragments = Mapping[str, FragmentDefinitionNode]


@once
def known_sources() -> Mapping[tuple[str, str], FieldSource]:
    """The sources of the schema's fields, worked out once a process, as the schema is."""
    return field_sources()


def load_operation_columns(
    operation: OperationDefinitionNode, fragments: Fragments, schema: GraphQLSchema
) -> Mapping[type[Model], Columns]:
    """The same as `find_columns_read`, kept with the operation's node for as long as its document is."""
    kept: dict[str, Any] = vars(operation)
    if ATTRIBUTE not in kept:
        kept[ATTRIBUTE] = find_columns_read(operation, fragments, schema)
    found: Mapping[type[Model], Columns] = kept[ATTRIBUTE]
    return found


def find_columns_read(
    operation: OperationDefinitionNode, fragments: Fragments, schema: GraphQLSchema
) -> Mapping[type[Model], Columns]:
    """The columns that a valid operation reads of each model, by the names of fields; None for all of them."""
    selected = Selected(fragments, schema)
    root = schema.get_root_type(operation.operation)
    if root is not None:
        selected.walk(operation.selection_set, root)
    sources = known_sources()
    read: dict[type[Model], Columns] = {}
    for coordinate in selected.found:
        if source := sources.get(coordinate):
            add(read, source.model, source.columns)
            for model, columns in source.reads():
                add(read, model, columns)
        elif coordinate[1] != "__typename" and (unknown := find_model(coordinate[0])):
            add(read, unknown, ALL)
    return {model: add_needed_columns(model, columns) for model, columns in read.items()}


def find_model(name: str) -> type[Model] | None:
    """The model behind an object type; None for types that stand for no model."""
    return next((model for model, kind in model_kinds().items() if kind._meta.name == name), None)


def add(read: dict[type[Model], Columns], model: type[Model], columns: Columns) -> None:
    before = read.get(model, frozenset())
    read[model] = None if before is None or columns is None else before | columns


def add_needed_columns(model: type[Model], columns: Columns) -> Columns:
    """The columns with those that every row of the model needs."""
    if columns is None:
        return None
    always = PAGE_COLUMNS if issubclass(model, Page) else frozenset()
    return columns | always | frozenset(find_dimensions(model, columns))


def find_dimensions(model: type[Model], columns: Iterable[str]) -> Iterator[str]:
    """The width and height beside a picture's file: without them Django opens the file to measure it."""
    for field in map(model._meta.get_field, columns):
        if isinstance(field, ImageField):
            yield from (name for name in (field.width_field, field.height_field) if name)


def selects_cursors(operation: OperationDefinitionNode, fragments: Fragments) -> bool:
    """Whether an operation or a fragment selects a field that is made of cursors: they hold the values of the order."""
    nodes: list[Any] = [operation, *fragments.values()]
    while nodes:
        node = nodes.pop()
        if isinstance(node, FieldNode) and node.name.value in CURSOR_FIELDS:
            return True
        nodes += getattr(getattr(node, "selection_set", None), "selections", ())
    return False


class Selected:
    """The coordinates of the fields that an operation selects. found: names of an object type and of a field."""

    def __init__(self, fragments: Fragments, schema: GraphQLSchema) -> None:
        self.fragments, self.schema = fragments, schema
        self.found: set[tuple[str, str]] = set()
        self._spread: set[tuple[str, str]] = set()

    def walk(self, selections: SelectionSetNode, kind: Any) -> None:
        """Collect what is selected on a type and below it."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                self.walk_field(node, kind)
            elif isinstance(node, FragmentSpreadNode):
                self.walk_spread(node.name.value, kind)
            else:
                self.walk_fragment(node, kind)

    def walk_field(self, node: FieldNode, kind: Any) -> None:
        name = node.name.value
        self.found |= {(each.name, name) for each in self.list_possible_types(kind)}
        definition = getattr(kind, "fields", {}).get(name)
        if node.selection_set is not None and definition is not None:
            self.walk(node.selection_set, get_named_type(definition.type))

    def list_possible_types(self, kind: Any) -> Iterable[GraphQLObjectType]:
        return self.schema.get_possible_types(kind) if is_abstract_type(kind) else (kind,)

    def walk_spread(self, name: str, kind: Any) -> None:
        if (name, kind.name) not in self._spread:
            self._spread.add((name, kind.name))
            self.walk_fragment(self.fragments[name], kind)

    def walk_fragment(self, fragment: Any, kind: Any) -> None:
        """Walk a fragment; on an object type, or one that is no wider than its condition, the type itself counts."""
        condition = fragment.type_condition
        wanted = self.schema.get_type(condition.name.value) if condition is not None else kind
        narrow = isinstance(kind, GraphQLObjectType) and isinstance(wanted, GraphQLInterfaceType)
        self.walk(fragment.selection_set, kind if narrow else wanted)
