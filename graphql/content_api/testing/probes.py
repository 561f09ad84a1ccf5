"""Documents that fill every argument of the schema: filters, orders, searches, ids, paths, page sizes.

A probe is one field with one argument filled; the probes of a field stand under aliases in one document. They are made
from the schema, so that a new argument is asked without a new test; a type without defined values is an error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)

__all__ = ["Probe", "Values", "documents", "mutation_probes", "probed_fields", "query_probes"]

CURSORS = frozenset({"after", "before"})
"""Arguments that carry a place, which is signed: forged ones are refused before anything is asked."""
NEEDED = {"query": '"canary OR hub"', "handle": '"main"', "preset": "THUMB"}
MOMENTS = ('"2000-01-01T00:00:00Z"', '"2027-01-01T00:00:00Z"', '"2999-01-01T00:00:00Z"')
FIXED = {
    "Int": ("0", "1", "2", "5"),
    "Float": ("0.5", "4"),
    "Boolean": ("true", "false"),
    "DateTime": MOMENTS,
    "Date": tuple(f'{each[:11]}"' for each in MOMENTS),
    "JSONString": ('"{}"',),
}
NAMED = {"locale": ('"en"', '"de"', '"xx"'), "handle": ('"main"', '"draftcanary"')}
NEAR = tuple(f'"{date.today() + timedelta(days=days)}"' for days in (-30, 90))
RANGE = {"from": NEAR[0], "to": NEAR[1]}
"""Days around the present, in which calendars are asked about; planted events take place within them."""
PREFIX = 5
PAGES = {
    "HomePage": "/", "SolutionIndex": "/solutions/", "EventIndex": "/events/", "CollectionIndex": "/collections/",
    "StandardPage": "/privatecanary/",
}  # fmt: skip
"""Kinds of pages that no root of their own answers with, and the address of one."""
FULL_TEXT, TOGETHER = "search", 8
MOST = 60
"""Probes in one document."""


@dataclass(frozen=True)
class Values:
    """What text arguments are filled with: planted words and the paths and global ids of planted rows."""

    words: Sequence[str]
    paths: Sequence[str]
    ids: Sequence[str]

    def texts(self, name: str) -> list[str]:
        if name == "path":
            return quote_texts([*self.paths, *(f"/{word}/" for word in self.words)])
        starts = dict.fromkeys(word[:PREFIX] for word in self.words) if name == "query" else ()
        return list(NAMED.get(name, quote_texts([*self.words, *starts])))

    def build_phrases(self) -> list[str]:
        """All words, in searches that a search engine is asked: dear ones, so a hit for one of several is enough."""
        groups = [self.words[start : start + TOGETHER] for start in range(0, len(self.words), TOGETHER)]
        return quote_texts([" OR ".join(group) for group in groups])

    def of(self, name: str, kind: Any) -> list[str]:
        """Literals for an argument or input field; a list gets all values of its items at once, or one by one."""
        inner = get_nullable_type(kind)
        if is_list_type(inner):
            items = self.of(name, inner.of_type)
            many = get_named_type(inner).name in ("String", "ID")
            return [f"[{', '.join(items)}]"] if many else [f"[{item}]" for item in items]
        if isinstance(inner, GraphQLEnumType):
            return list(inner.values)
        if isinstance(inner, GraphQLInputObjectType):
            return [f"{{{each}}}" for each in self.objects(inner)]
        return self.scalars(name, inner.name)

    def scalars(self, name: str, kind: str) -> list[str]:
        if name in RANGE and kind in ("Date", "DateTime"):
            return [RANGE[name] if kind == "Date" else f'{RANGE[name][:-1]}T00:00:00Z"']
        if kind == "ID":
            return quote_texts(self.ids)
        if kind == "String":
            return self.texts(name)
        if kind not in FIXED:
            raise AssertionError(f"No value is defined for `{name}` of type {kind}: add it to FIXED.")
        return list(FIXED[kind])

    def objects(self, kind: GraphQLInputObjectType, names: Collection[str] = ()) -> Iterator[str]:
        """Each field of an input object by itself (or each of these), beside those that have to be there."""
        needed = {
            name: self.of(name, each.type)[0]
            for name, each in kind.fields.items()
            if is_required_input_field(each)
        }
        for name in names or kind.fields:
            for value in self.of(name, kind.fields[name].type):
                yield ", ".join(f"{key}: {text}" for key, text in {**needed, name: value}.items())


@dataclass(frozen=True)
class Probe:
    """One call of a field, with what is selected of it; `inside` is the path to the object that has the field."""

    call: str
    selection: str
    inside: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """How many fields the object lies deep; a fragment on the path is none."""
        return sum(not each.startswith("...") for each in self.inside)


def query_probes(schema: GraphQLSchema, roots: Mapping[str, str], values: Values) -> Iterator[Probe]:
    """Every argument of every root, and of the fields of what `roots` leads to (root name to its arguments)."""
    assert schema.query_type is not None
    for name, field in schema.query_type.fields.items():
        yield from build_probes(schema, name, field, values)
    for path, kind in find_reachable_types(schema, roots):
        for name, field in kind.fields.items():
            for probe in build_probes(schema, name, field, values):
                yield Probe(probe.call, probe.selection, path)


def probed_fields(schema: GraphQLSchema, roots: Mapping[str, str]) -> set[tuple[str, str]]:
    """Type and name of the fields whose arguments `query_probes` fills."""
    assert schema.query_type is not None
    kinds = [schema.query_type, *(kind for _, kind in find_reachable_types(schema, roots))]
    return {(kind.name, name) for kind in kinds for name, field in kind.fields.items() if field.args}


def mutation_probes(schema: GraphQLSchema, values: Values) -> Iterator[Probe]:
    """Every mutation that names a row, with the id of each planted one in each of its fields that take one."""
    for name, field in schema.mutation_type.fields.items() if schema.mutation_type else ():
        kind = get_nullable_type(field.args["input"].type) if field.args else None
        fields = kind.fields if isinstance(kind, GraphQLInputObjectType) else {}
        keys = [key for key, each in fields.items() if get_named_type(each.type).name == "ID"]
        if not isinstance(kind, GraphQLInputObjectType) or not keys:
            continue  # it names no row: of these, some stand alone in their request, as `eraseMe`
        for text in values.objects(kind, keys):
            yield Probe(f"{name}(input: {{{text}}})", "{ errors { code field message } }")


def find_reachable_types(
    schema: GraphQLSchema, roots: Mapping[str, str]
) -> Iterator[tuple[tuple[str, ...], GraphQLObjectType]]:
    """The object types that roots answer with, through their lists and connections, each once, and the way there."""
    assert schema.query_type is not None
    seen: set[str] = set()
    for root, given in roots.items():
        path: tuple[str, ...] = (f"{root}{given}",)
        kind = get_named_type(schema.query_type.fields[root].type)
        if isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection"):
            if kind.name not in seen:
                seen.add(kind.name)
                yield path, kind
            path, kind = (*path, "nodes"), get_named_type(kind.fields["nodes"].type)
        if isinstance(kind, GraphQLObjectType) and kind.name not in seen:
            seen.add(kind.name)
            yield path, kind
    for name, address in PAGES.items():
        if isinstance(page := schema.get_type(name), GraphQLObjectType):
            yield (f'page(path: "{address}")', f"... on {name}"), page


def build_probes(schema: GraphQLSchema, name: str, field: GraphQLField, values: Values) -> Iterator[Probe]:
    needed = {
        each: NEEDED.get(each) or values.of(each, arg.type)[0]
        for each, arg in field.args.items()
        if is_required_argument(arg)
    }
    for each, argument in field.args.items():
        if each in CURSORS:
            continue
        dear = (name, each) == (FULL_TEXT, "query")
        for value in values.build_phrases() if dear else values.of(each, argument.type):
            given = ", ".join(f"{key}: {text}" for key, text in {**needed, each: value}.items())
            yield Probe(f"{name}({given})", select_shallow_fields(schema, get_named_type(field.type)))


def select_shallow_fields(schema: GraphQLSchema, kind: GraphQLNamedType) -> str:
    """The fields of an object that hold values, and of a connection its rows, count and facets."""
    if is_leaf_type(kind):
        return ""
    if is_abstract_type(kind):
        types = schema.get_possible_types(kind)  # type: ignore[arg-type]
        inner = [f"... on {each.name} {select_leaves(each, each.name)}" for each in types]
        return f"{{ __typename {' '.join(inner)} }}"
    assert isinstance(kind, GraphQLObjectType)
    below = [
        f"{name}{choose_first(field)} {select_shallow_fields(schema, get_named_type(field.type))}"
        for name, field in kind.fields.items()
        if name in ("nodes", "facets", "values", "pageInfo") and kind.name in ("Facet", *connections(kind))
    ]
    return f"{{ __typename {' '.join(below)} {select_leaves(kind)[1:-1]} }}"


def choose_first(field: GraphQLField) -> str:
    """The arguments of a field that needs some: of an enumeration its first member, as each is probed by itself."""
    given = [
        f"{name}: [{next(iter(kind.values))}]"
        for name, argument in field.args.items()
        if is_required_argument(argument)
        and isinstance(kind := get_named_type(argument.type), GraphQLEnumType)
    ]
    return f"({', '.join(given)})" if given else ""


def connections(kind: GraphQLNamedType) -> tuple[str, ...]:
    return (kind.name,) if kind.name.endswith("Connection") else ()


def select_leaves(kind: GraphQLObjectType, prefix: str = "") -> str:
    """All fields of a type that are values; with a prefix they get aliases that clash with no other type's."""
    names = [
        name
        for name, field in kind.fields.items()
        if is_leaf_type(get_named_type(field.type)) and not field.args
    ]
    return "{ __typename " + " ".join(f"{prefix}_{name}: {name}" if prefix else name for name in names) + " }"


def documents(probes: Sequence[Probe], operation: str = "query") -> Iterator[tuple[str, dict[str, Probe]]]:
    """Documents that hold all the probes, with the probe behind each alias; those inside one object stand together."""
    places: dict[tuple[str, ...], list[Probe]] = {}
    for probe in probes:
        places.setdefault(probe.inside, []).append(probe)
    for path, inside in places.items():
        for start in range(0, len(inside), MOST):
            named = {f"p{start + number}": probe for number, probe in enumerate(inside[start : start + MOST])}
            body = " ".join(f"{alias}: {probe.call} {probe.selection}" for alias, probe in named.items())
            yield f"{operation} {{ {' { '.join([*path, body])} {'}' * len(path)} }}", named


def quote_texts(texts: Sequence[str]) -> list[str]:
    return [f'"{text}"' for text in texts]
