"""Documents that ask for everything, made from the schema itself: a new field is asked for without a new test."""

from __future__ import annotations

from collections.abc import MutableSet, Set

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

VALUES = {"preset": "THUMB", "handle": '"main"'}


Edges = Set[tuple[str, str]]


def selection(schema: GraphQLSchema, kind: GraphQLNamedType, seen: MutableSet[tuple[str, str]]) -> str:
    """All fields of a type; a relation that is in `seen` already is asked for elsewhere in the document.

    The values of an object are a fragment, so that a document holds them once and not at every relation.
    """
    if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
        possible = schema.get_possible_types(kind)
        fragments = [
            f"... on {each.name} {inner}" for each in possible if (inner := selection(schema, each, seen))
        ]
        return braces(["__typename", *fragments])
    assert isinstance(kind, GraphQLObjectType)
    new = [name for name in relations(kind) if (kind.name, name) not in seen]
    seen |= {(kind.name, name) for name in new}
    values = [f"...{kind.name}_values"] if len(relations(kind)) < len(kind.fields) else []
    return braces(values + [one(schema, kind, name, kind.fields[name], seen) for name in new])


def relations(kind: GraphQLObjectType) -> list[str]:
    """The fields of a type that have fields themselves."""
    return [name for name, field in kind.fields.items() if not is_leaf_type(get_named_type(field.type))]


def value_fragments(schema: GraphQLSchema, text: str, skipped: Edges) -> str:
    """The fragments that a document spreads, each with the values of one type."""
    kinds = [kind for kind in schema.type_map.values() if isinstance(kind, GraphQLObjectType)]
    named = ((f"{kind.name}_values", kind) for kind in kinds)
    return " ".join(
        f"fragment {name} on {kind.name} {braces(values(schema, kind, skipped))}"
        for name, kind in named
        if f"...{name} " in text
    )


def values(schema: GraphQLSchema, kind: GraphQLObjectType, skipped: Edges) -> list[str]:
    """The fields of a type that have no fields themselves, under aliases."""
    names = [name for name in kind.fields if name not in relations(kind) and (kind.name, name) not in skipped]
    return [one(schema, kind, name, kind.fields[name], set()) for name in names]


def one(
    schema: GraphQLSchema,
    kind: GraphQLObjectType,
    name: str,
    field: GraphQLField,
    seen: MutableSet[tuple[str, str]],
) -> str:
    """One field under an alias that no other type's field of the same name can collide with."""
    target = get_named_type(field.type)
    call = f"{kind.name}_{name}: {name}{arguments(field)}"
    return call if is_leaf_type(target) else f"{call} {selection(schema, target, seen) or '{ __typename }'}"


def arguments(field: GraphQLField) -> str:
    given = [
        f"{name}: {choose_value(name, arg)}" for name, arg in field.args.items() if is_required_argument(arg)
    ]
    return f"({', '.join(given)})" if given else ""


def choose_value(name: str, argument: GraphQLArgument) -> str:
    """A literal for a required argument; all members for a list of an enumeration."""
    kind = get_named_type(argument.type)
    if name not in VALUES and isinstance(kind, GraphQLEnumType):
        return f"[{', '.join(kind.values)}]"
    return VALUES[name]


def braces(parts: list[str]) -> str:
    return "{ " + " ".join(parts) + " }" if parts else ""


def root_query(schema: GraphQLSchema, name: str, given: str, skipped: Edges = frozenset()) -> str:
    """A query of one root field that follows every relation once; its arguments are text ("(first: 9)" or "").

    skipped: fields that are left out, by the names of their types and their own.
    """
    assert schema.query_type
    target = get_named_type(schema.query_type.fields[name].type)
    text = f"{{ {name}{given} {selection(schema, target, set(skipped))} }}"
    return f"{text} {value_fragments(schema, text, skipped)}"
