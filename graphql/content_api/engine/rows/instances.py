"""Fields that need more than columns: they are resolved and completed as graphql-core's way does, with model instances
made of the same rows. The levels around them are still read as tuples.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from django.db.models import Model
from graphql import FieldNode, GraphQLObjectType
from wagtail.models import Page

from content_api.access.reader import Columns
from content_api.engine.rows.levels import Field, Reading, Table
from content_api.execution.columns import complete_column
from content_api.execution.executor import Executor
from content_api.execution.field_plans import FieldPlan
from content_api.model.batching import link_batch
from content_api.model.languages import set_language
from content_api.model.sql_templates.instances import instance_maker

__all__ = ["build_rest", "find_plan", "take_instances"]


def build_rest(plan: FieldPlan, nodes: list[FieldNode], model: type[Model], columns: Columns) -> Field:
    """The field of a plan, among what `nodes` select of the rows of a model. columns: all that is read of them."""
    names, keys = list_attributes(model, columns), list_keys(model)
    own_columns = tuple(name for name in names if name not in keys)

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        own = find_plan(reading.executor, plan.parent, nodes, plan.name)
        return complete_column(reading.executor, own, take_instances(model, table))

    return Field(plan.name, own_columns, fill, is_translated=not issubclass(model, Page))


def find_plan(executor: Executor, kind: GraphQLObjectType, nodes: list[FieldNode], name: str) -> FieldPlan:
    """The plan of a field with the arguments of this operation."""
    return next(each for each in executor.collect_subfields(kind, nodes) if each.name == name)


def list_keys(model: type[Model]) -> set[str]:
    """The attributes that hold the primary key: a row of several tables has one in each."""
    return {each._meta.pk.attname for each in (model, *model._meta.get_parent_list())}


def list_attributes(model: type[Model], columns: Columns) -> tuple[str, ...]:
    """The attributes of an instance, in the order of its columns: those asked for, and all of its keys."""
    keys = list_keys(model)
    wanted = None if columns is None else {model._meta.get_field(each) for each in columns}
    return tuple(
        each.attname
        for each in model._meta.concrete_fields
        if wanted is None or each in wanted or each.attname in keys
    )


def take_instances(model: type[Model], table: Table) -> list[Any]:
    """The rows of a table as instances of its columns, made once for all fields that need them."""
    if table.instances is None:
        table.instances = make_instances(model, table)
    return table.instances


@lru_cache(maxsize=2000)
def list_names(model: type[Model], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The attributes of instances that rows of these columns fill."""
    keys = list_keys(model)
    fields = model._meta.concrete_fields
    return tuple(each.attname for each in fields if each.attname in keys or each.attname in columns)


def make_instances(model: type[Model], table: Table) -> list[Any]:
    """The rows of a table as instances that load their relations together."""
    keys, names = list_keys(model), list_names(model, tuple(table.places))  # type: ignore[arg-type]
    make = instance_maker(model, names, cast(Any, model._default_manager).db)
    columns = (table.get("pk" if name in keys else name) for name in names)
    rows = [make(row) for row in zip(*columns, strict=True)]
    set_language(rows, table.language)
    return link_batch(rows)
