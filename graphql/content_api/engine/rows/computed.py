"""Fields that functions work out of columns which their declarations name, such as `seo` or a rendition.

The functions are those of T3. They are given instances that hold the columns of their level and nothing else, and what
they give is completed for all rows at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from graphql import FieldNode

from content_api.engine.rows.instances import find_plan, take_instances
from content_api.engine.rows.levels import Field, Reading, Table
from content_api.execution.columns import complete_column
from content_api.execution.field_plans import FieldPlan
from content_api.model.field_sources import (
    Body,
    Column,
    Computed,
    FieldSource,
    FileAddress,
    PictureSet,
    Rendition,
    TreeField,
)
from content_api.schema.field_sources.columns import find_dimensions

__all__ = ["build_computed", "list_attribute_names"]

TREE_VALUES = ("alternates", "seo", "social_image")
"""Of the page interface: what is worked out of a page and leads to no rows."""


def build_computed(plan: FieldPlan, nodes: list[FieldNode], source: FieldSource) -> Field | None:
    """The field of a plan, among what `nodes` select; None for a source that does not name its columns."""
    if not names_columns(source):
        return None
    by_language = isinstance(source, Computed) and source.declared.by_language

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        own = find_plan(reading.executor, plan.parent, nodes, plan.name)
        return complete_column(reading.executor, own, take_instances(source.model, table))

    return Field(plan.name, list_attribute_names(source), fill, by_language)


def names_columns(source: FieldSource) -> bool:
    """Whether a field is a value that is worked out of columns which its source knows."""
    match source:
        case Column(is_stored=False) | Computed():
            return source.columns is not None
        case TreeField(name=name):
            return name in TREE_VALUES
        case Body(form=form):
            return form != "blocks"
    return isinstance(source, FileAddress | PictureSet | Rendition)


def list_attribute_names(source: FieldSource) -> tuple[str, ...]:
    """The attributes of the columns that a source reads."""
    model: type[Model] = source.model
    columns = source.columns or frozenset()
    names = columns | frozenset(find_dimensions(model, columns))
    return tuple(sorted(model._meta.get_field(name).attname for name in names))  # type: ignore[union-attr]
