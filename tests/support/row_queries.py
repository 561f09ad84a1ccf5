"""Random documents: aliases, fragments, directives, variables, filters, cursors, unknown ids and mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from cms.declarations import registry
from content_api.testing.crawl import arguments
from tests.support.row_arguments import Cursors, choose_key, choose_root, write_arguments

__all__ = ["Document", "make_document"]

VARIABLES = "$size: Int, $yes: Boolean = true, $no: Boolean = false, $language: String"
MOST_DEPTH = 4
OTHER_ROOTS = 0.25
ROWS: Sequence[Sequence[str]] = (("nodes",), ("nodes",), ("nodes",), ("edges",), ("nodes", "edges"))
"""By which of the fields of a connection its rows are asked for."""
PLAIN = {"Boolean", "DateTime", "Date", "Decimal", "Float", "ID", "Int", "String"}


@dataclass(frozen=True)
class Document:
    text: str
    variables: dict[str, Any]


@dataclass
class Writer:
    """Writes one document."""

    schema: GraphQLSchema
    random: Random
    covers: Callable[[str, str], bool]
    """Whether a field is to be asked for, by the names of its type and its own."""
    cursors: Cursors
    fragments: dict[str, str] = field(default_factory=dict)
    names: Iterator[int] = field(default_factory=lambda: iter(range(10**9)))

    def write(self) -> str:
        fields = " ".join(self.write_root() for _ in range(self.random.choice((1, 1, 1, 2))))
        return f"query ({VARIABLES}) {{ {fields} }} {' '.join(self.fragments.values())}"

    def write_root(self) -> str:
        """A list or one of its rows; now and then a root field that is no list."""
        name, given = self.choose_list()
        if self.random.random() < OTHER_ROOTS:
            name, given = choose_root(self.random, self.cursors)
        target = get_named_type(self.root(name).type)
        return f"r{next(self.names)}: {name}{given} {self.select(target, MOST_DEPTH)}"

    def choose_list(self) -> tuple[str, str]:
        collection = self.random.choice([*registry.collections.values()])
        if collection.one and self.random.random() < 0.3:
            return collection.one, choose_key(self.random, self.root(collection.one))
        name = collection.name
        return name, write_arguments(self.random, name, self.root(name), self.cursors)

    def root(self, name: str) -> GraphQLField:
        return self.schema.query_type.fields[name]  # type: ignore[union-attr]

    def select(self, kind: Any, depth: int) -> str:
        """A selection set of a type."""
        if is_abstract_type(kind):
            return self.select_some(kind, depth)
        parts = [self.write_field(kind, name, depth) for name in self.choose_fields(kind, depth)]
        if not parts or self.random.random() < 0.1:
            parts.append("__typename")
        return "{ %s }" % " ".join(map(self.wrap(kind), parts))

    def select_some(self, kind: Any, depth: int) -> str:
        """The type's name, and a selection set of some of the types that it can be."""
        possible = [*self.schema.get_possible_types(kind)]
        chosen = self.random.sample(possible, min(2, len(possible)))
        parts = [f"... on {each.name} {self.select(each, depth - 1)}" for each in chosen]
        return "{ __typename %s }" % " ".join(parts)

    def choose_fields(self, kind: GraphQLObjectType, depth: int) -> list[str]:
        leaves: list[str] = []
        relations: list[str] = []
        for name, each in kind.fields.items():
            if self.covers(kind.name, name):
                (leaves if is_leaf_type(get_named_type(each.type)) else relations).append(name)
        if "nodes" in relations:
            rows = self.random.choice(ROWS)
            return [*rows, *self.sample([*leaves, *relations], 0.15, {"nodes", "edges"})]
        chosen = self.sample(leaves, 0.35) or leaves[:1]
        return [*chosen, *(self.sample(relations, 0.3) if depth > 1 else [])]

    def sample(self, names: list[str], share: float, but: Any = ()) -> list[str]:
        chosen = [name for name in names if name not in but and self.random.random() < share]
        self.random.shuffle(chosen)
        return chosen

    def write_field(self, kind: GraphQLObjectType, name: str, depth: int) -> str:
        definition = kind.fields[name]
        target = get_named_type(definition.type)
        alias = f"a{next(self.names)}: " if self.random.random() < 0.3 else ""
        given = arguments(definition)
        if not given and "first" in definition.args:
            given = write_arguments(self.random, name, definition, {})
        directive = self.random.choice(("@skip(if: $yes) ", "@include(if: $yes) ", "@skip(if: $no) "))
        when = f" {directive}" if self.random.random() < 0.15 else ""
        if is_leaf_type(target):
            return f"{alias}{name}{given}{when}"
        inner = self.select(target, depth - (0 if name in ("nodes", "edges", "node") else 1))
        return f"{alias}{name}{given}{when} {inner}"

    def wrap(self, kind: GraphQLObjectType) -> Callable[[str], str]:
        """Sometimes put a field into a fragment."""

        def put(text: str) -> str:
            place = self.random.random()
            if place > 0.15:
                return text
            if place > 0.07:
                return f"... on {kind.name} {{ {text} }}"
            name = f"f{next(self.names)}"
            self.fragments[name] = f"fragment {name} on {kind.name} {{ {text} }}"
            return f"...{name}"

        return put


def make_document(
    schema: GraphQLSchema, random: Random, covers: Callable[[str, str], bool], cursors: Cursors
) -> Document:
    """One document with values for its variables. cursors: of lists, by the name and the order."""
    text = Writer(schema, random, covers, cursors).write()
    known = {
        "size": random.choice((0, 1, 2, 50)),
        "yes": random.random() < 0.7,
        "no": random.random() < 0.3,
        "language": random.choice(("de", "en", "xx", None)),
    }
    return Document(text, known)
