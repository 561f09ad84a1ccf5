"""Arguments of random documents: pages, orders, languages, filters, keys, cursors, and mistakes in each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from graphql import GraphQLEnumType, GraphQLField, GraphQLInputObjectType, get_named_type

from content_api.testing.probes import Values

__all__ = ["LIST_SIZE", "Cursors", "choose_key", "choose_root", "list_orders", "write_arguments"]

Cursors = Mapping[tuple[str, str], Sequence[str]]
"""Cursors of rows, by the name of the list and of its order ("" for the usual one)."""
LIST_SIZE = 4
"""How many cursors of each list are worth having."""
UNKNOWN_ID = "U29sdXRpb246OTk5OTk5OQ=="  # Solution:9999999
SLUGS = ("hub", "open", "models", "meeting", "draftcanary", "signed-in", "nothing", "tagcanary")
PATHS = ("/solutions/hub/", "/nowhere/", "/vendors/open/", "/", "/solutions/", "/events/")
PAGES = ("first: 3", "first: 100", "last: 4", "first: $size", "offset: 1", "first: 2, offset: 2", "", "")
MISTAKES = ("first: -1", "first: 101", "first: 1, last: 1", "offset: 1, last: 2", 'after: "no cursor"')
LOCALES = ('locale: "de"', 'locale: "en"', 'locale: "xx"', "locale: $language")
WORDS = Values(["hub", "fast", "open", "acme", "eye", "models", "draftcanary"], PATHS, [UNKNOWN_ID])
"""What filters are filled with."""
OTHERS = {
    "page": [f'(path: "{path}")' for path in PATHS],
    "node": [f'(id: "{UNKNOWN_ID}")', '(id: "no id")', '(id: "U29sdXRpb246MQ==")'],
    "solutionsBySlug": ['(slugs: ["hub", "eye-1", "nothing", "draftcanary", "hub"])', "(slugs: [])"],
    "search": ['(query: "eye")', '(query: "hub OR signedincanary", first: 2)', '(query: "")'],
    "redirect": ['(path: "/old")'],
    "trending": ["(kind: SOLUTION, first: 3)"],
}  # fmt: skip
"""Root fields that are no lists of collections, with arguments."""
KEYS = {"node": "id", "page": "path"}
"""By what else they are asked: keys of rows stand among the cursors."""


def choose_root(random: Random, cursors: Cursors) -> tuple[str, str]:
    """A root field that is no list of a collection, with its arguments."""
    name = random.choice([*OTHERS])
    known = [f'({KEYS[name]}: "{key}")' for key in cursors.get((name, ""), ())]
    return name, random.choice([*OTHERS[name], *known, *known])


def choose_key(random: Random, definition: GraphQLField) -> str:
    """The arguments of a root field for one row; now and then too many, or none."""
    known = {"slug": SLUGS, "path": PATHS, "id": (UNKNOWN_ID, "U29sdXRpb246MQ==", "no id")}
    names = [name for name in known if name in definition.args]
    count = random.choice((0, 2)) if random.random() < 0.06 else 1
    given = [
        f'{name}: "{random.choice(known[name])}"' for name in random.sample(names, min(count, len(names)))
    ]
    if "locale" in definition.args and random.random() < 0.3:
        given.append(random.choice(LOCALES))
    return f"({', '.join(given)})" if given else ""


def write_arguments(random: Random, name: str, definition: GraphQLField, cursors: Cursors) -> str:
    """Some of the arguments of a list. name: that of the list."""
    order = random.choice(list_orders(definition)) if random.random() < 0.6 else ""
    given = [f"orderBy: [{order}]" if order else ""]
    if "locale" in definition.args and random.random() < 0.4:
        given.append(random.choice(LOCALES))
    if random.random() < 0.25:
        given.append(write_filter(random, definition))
    text = ", ".join(filter(None, [*given, choose_page(random, cursors.get((name, order), ()))]))
    return f"({text})" if text else ""


def choose_page(random: Random, cursors: Sequence[str]) -> str:
    """Which rows of a list: by size, from a cursor, or what is refused."""
    place = random.random()
    if place < 0.06:
        return random.choice(MISTAKES)
    if cursors and place < 0.35:
        side, size = random.choice((("after", "first"), ("before", "last"), ("before", "first")))
        return f'{side}: "{random.choice(cursors)}", {size}: {random.choice((1, 2, 50))}'
    return random.choice(PAGES)


def list_orders(definition: GraphQLField) -> list[str]:
    """The orders of a list; one without a name is the usual one."""
    order = definition.args.get("orderBy")
    kind = get_named_type(order.type) if order else None
    return ["", *kind.values] if isinstance(kind, GraphQLEnumType) else [""]


def write_filter(random: Random, definition: GraphQLField) -> str:
    """One filter of a list."""
    wanted = definition.args.get("filter")
    kind = get_named_type(wanted.type) if wanted else None
    if not isinstance(kind, GraphQLInputObjectType):
        return ""
    return f"filter: {{{random.choice([*WORDS.objects(kind)])}}}"
