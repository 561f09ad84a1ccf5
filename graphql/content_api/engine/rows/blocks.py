"""Blocks of bodies: assembled kind by kind, and what they point to is read as rows.

A row that a chooser points to is read by a level, once for all blocks that ask for the same of it; a hidden one is
null.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, cast

from graphql import GraphQLNonNull

from content_api.engine.rows.levels import Level, NotFromRows, Reading, build_objects
from content_api.engine.rows.page_kinds import Levels, read_pages
from content_api.engine.rows.relations import read_by_key
from content_api.execution.columns import get_column_completer
from content_api.execution.field_plans import FieldPlan
from content_api.schema.types.blocks import block_type
from content_api.schema.types.streams import BlockNode, References, as_key, list_values

__all__ = [
    "Kinds",
    "Read",
    "Target",
    "assemble_lists",
    "build_block",
    "build_blocks",
    "build_chosen",
    "build_chosen_list",
    "build_constant",
    "build_own",
    "build_value",
]


@dataclass(slots=True)
class Walk:
    """What the blocks of all bodies of a level share while they are read. found: the rows that they point to, by the
    level that reads them."""

    refs: References
    reading: Reading
    found: dict[int, Mapping[Any, Any]] = field(default_factory=dict)

    def read_rows(self, target: Target) -> Mapping[Any, Any]:
        """The responses of the rows that the bodies point to, by key."""
        if id(target.level) not in self.found:
            keys = self.refs.list_keys(target.model)
            read: Any = read_by_key if isinstance(target.level, Level) else read_pages
            self.found[id(target.level)] = read(target.level, keys, None, self.reading)
        return self.found[id(target.level)]


@dataclass(frozen=True, slots=True)
class Target:
    """The rows of a model that choosers point to. level: what is selected of them; for pages of any kind, of each."""

    model: Any
    level: Level | Levels


Read = Callable[[Sequence[BlockNode], Walk], Sequence[Any]]
"""Gives the finished values of a field for blocks of one kind."""
Kinds = Mapping[str, Sequence[tuple[str, Read]]]
"""What is selected of each kind of block: by its type, the names in the response and how they are read."""


def assemble_lists(kinds: Kinds, bodies: Sequence[list[BlockNode]], reading: Reading) -> Sequence[Any]:
    """The responses of the blocks of each body."""
    nodes = [*chain.from_iterable(bodies)]
    if not nodes:
        return [[] for _ in bodies]
    return divide(assemble_blocks(kinds, nodes, Walk(nodes[0].refs, reading)), bodies)


def divide(items: Sequence[Any], lists: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """What was made of the items of all lists, for each of them."""
    remaining = iter(items)
    return [list(islice(remaining, len(each))) for each in lists]


def assemble_blocks(kinds: Kinds, nodes: Sequence[BlockNode], walk: Walk) -> list[Any]:
    """The response of each block; those of one kind are assembled together."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, node in enumerate(nodes):
        places[block_type(type(node.block))._meta.name].append(place)
    found: list[Any] = [None] * len(nodes)
    for name, own in places.items():
        alike = [nodes[place] for place in own]
        for place, response in zip(own, assemble_kind(kinds[name], alike, walk), strict=True):
            found[place] = response
    return found


def assemble_kind(
    fields: Sequence[tuple[str, Read]], nodes: Sequence[BlockNode], walk: Walk
) -> list[dict[str, Any]]:
    names, columns = [name for name, _ in fields], [read(nodes, walk) for _, read in fields]
    return build_objects(names, columns, len(nodes))


def build_constant(value: Any) -> Read:
    return lambda nodes, walk: [value] * len(nodes)


def build_own(read: Callable[[BlockNode], Any], plan: FieldPlan) -> Read:
    complete = get_column_completer(plan.type)
    return lambda nodes, walk: complete(cast(Any, None), plan, [read(node) for node in nodes])


def build_value(source: str, plan: FieldPlan) -> Read:
    """A value of its own, such as a text; rich text is rendered."""
    complete = get_column_completer(plan.type)
    missing = "" if is_text(plan) else None

    def read(nodes: Sequence[BlockNode], walk: Walk) -> Sequence[Any]:
        values = [node[source] for node in nodes]
        return complete(cast(Any, None), plan, [missing if each is None else each for each in values])

    return read


def is_text(plan: FieldPlan) -> bool:
    """Whether a field promises a text, see `blocks.is_required_text`."""
    return isinstance(plan.type, GraphQLNonNull) and getattr(plan.type.of_type, "name", "") == "String"


def build_chosen(source: str, target: Target, plan: FieldPlan) -> Read:
    """The row that a chooser points to."""

    def read(nodes: Sequence[BlockNode], walk: Walk) -> Sequence[Any]:
        rows = walk.read_rows(target)
        found = [rows.get(as_key(node.raw.get(source))) for node in nodes]
        if isinstance(plan.type, GraphQLNonNull) and None in found:
            raise NotFromRows(f"{plan.parent.name}.{plan.name} is null.")
        return found

    return read


def build_chosen_list(source: str, target: Target) -> Read:
    """The visible rows that a list of choosers points to."""

    def read(nodes: Sequence[BlockNode], walk: Walk) -> Sequence[Any]:
        rows = walk.read_rows(target)
        keys = [[as_key(each) for each in list_values(node.raw.get(source))] for node in nodes]
        return [[rows[key] for key in each if key in rows] for each in keys]

    return read


def build_block(source: str, kinds: Kinds) -> Read:
    """A struct block inside of a block."""
    return lambda nodes, walk: assemble_blocks(kinds, [node[source] for node in nodes], walk)


def build_blocks(source: str, kinds: Kinds) -> Read:
    """A list or a stream of blocks inside of a block."""

    def read(nodes: Sequence[BlockNode], walk: Walk) -> Sequence[Any]:
        lists = [node[source] for node in nodes]
        return divide(assemble_blocks(kinds, [*chain.from_iterable(lists)], walk), lists)

    return read
