"""Bodies as typed blocks: planned once for each kind of block that a field may show.

The blocks are those of T3 (`schema/types/streams.py`): stored JSON, walked for all bodies of a level together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from graphene.utils.str_converters import to_camel_case
from graphql import GraphQLObjectType, get_named_type, is_abstract_type, is_leaf_type, print_ast
from wagtail import blocks
from wagtail.models import Page

from content_api.engine.rows.blocks import (
    Kinds,
    Read,
    Target,
    assemble_lists,
    build_block,
    build_blocks,
    build_chosen,
    build_chosen_list,
    build_constant,
    build_own,
    build_value,
)
from content_api.engine.rows.computed import list_attribute_names
from content_api.engine.rows.instances import take_instances
from content_api.engine.rows.levels import Field, Reading, Table
from content_api.engine.rows.opaque import NeedsInstances
from content_api.execution.field_plans import FieldPlan
from content_api.model.field_sources import Body
from content_api.schema.types.blocks import block_type
from content_api.schema.types.grapple import block_kinds, read_declaration
from content_api.schema.types.streams import BlockNode, stream_nodes

if TYPE_CHECKING:
    from content_api.engine.rows.selections import Selections

__all__ = ["build_body"]

CONSTANTS: dict[str, Callable[[BlockNode], Any]] = {
    "id": lambda node: node.id,
    "blockType": lambda node: node.name,
}


def build_body(selections: Selections, plan: FieldPlan, source: Body) -> Field:
    """The field of a plan that holds typed blocks; NeedsInstances where a block shows what is not known here."""
    kinds = BlockPlanner(selections).plan_kinds(plan)

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        rows = take_instances(source.model, table)
        bodies = [stream_nodes(row, source.field, reading.reader) for row in rows]
        return assemble_lists(kinds, bodies, reading)

    return Field(plan.name, list_attribute_names(source), fill)


class BlockPlanner:
    """Plans what a body's field selects. Fields that ask for the same of a model share a level, so that one statement
    reads it for all of them."""

    def __init__(self, selections: Selections) -> None:
        self.selections = selections
        self._targets: dict[tuple[Any, ...], Target] = {}

    def plan_kinds(self, plan: FieldPlan) -> Kinds:
        """What is selected of each kind of block that a field may show."""
        kind: Any = get_named_type(plan.type)
        schema = self.selections.schema
        possible = [kind] if isinstance(kind, GraphQLObjectType) else schema.get_possible_types(kind)
        return {each.name: [*self.plan_fields(each, plan)] for each in possible}

    def plan_fields(self, kind: GraphQLObjectType, plan: FieldPlan) -> Iterator[tuple[str, Read]]:
        """What is selected of one kind of block."""
        cls = find_block_class(kind)
        for each in self.selections.collect(kind, plan.nodes):
            with self.selections.within(each):
                yield each.name, self.plan_field(cls, each)

    def plan_field(self, cls: type[blocks.StructBlock], plan: FieldPlan) -> Read:
        name = plan.nodes[0].name.value
        if name == "__typename":
            return build_constant(plan.parent.name)
        if name in CONSTANTS:
            return build_own(CONSTANTS[name], plan)
        declared = next(each for each in declarations(cls) if to_camel_case(each.field_name) == name)
        child = cls.base_blocks[declared.field_source]  # type: ignore[attr-defined]
        if is_leaf_type(get_named_type(plan.type)):
            return build_value(declared.field_source, plan)
        return self.plan_child(child, declared.field_source, plan)

    def plan_child(self, child: Any, source: str, plan: FieldPlan) -> Read:
        """A child that is no single value: blocks, rows, or lists of them."""
        item = getattr(child, "child_block", None) if isinstance(child, blocks.ListBlock) else None
        if isinstance(item or child, blocks.ChooserBlock):
            target = self.plan_target((item or child).model_class, plan)
            return build_chosen_list(source, target) if item else build_chosen(source, target, plan)
        if isinstance(item or child, (blocks.StructBlock, blocks.StreamBlock)):
            kinds = self.plan_kinds(plan)
            is_single = isinstance(child, blocks.StructBlock)
            return build_block(source, kinds) if is_single else build_blocks(source, kinds)
        raise NeedsInstances(f"{type(child).__name__} shows neither values nor blocks nor rows")

    def plan_target(self, model: Any, plan: FieldPlan) -> Target:
        key = model, *(print_ast(cast(Any, node.selection_set)) for node in plan.nodes)
        if key not in self._targets:
            is_page = model is Page and is_abstract_type(get_named_type(plan.type))
            plan_level: Any = self.selections.plan_types if is_page else self.selections.plan_rows
            self._targets[key] = Target(model, plan_level(plan) if is_page else plan_level(plan, model))
        return self._targets[key]


def find_block_class(kind: GraphQLObjectType) -> Any:
    """The class of the blocks of a type; NeedsInstances where there is none or there are several."""
    found = [each for each in block_kinds() if block_type(each)._meta.name == kind.name]
    if len(found) != 1:
        raise NeedsInstances(f"{kind.name} is no type of blocks")
    return found[0]


def declarations(cls: Any) -> list[Any]:
    return [read_declaration(each) for each in cls.graphql_fields]
