"""Fields whose values are loaded for the keys of all rows at once: declared batches, and what plugins contribute.

They are completed as in T3, but without instances of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from content_api.engine.rows.instances import find_plan
from content_api.engine.rows.levels import Field, Fill, Reading, Table
from content_api.execution.columns import get_column_completer
from content_api.execution.field_plans import FieldPlan
from content_api.model.field_sources import Batch, PluginFieldSource
from content_api.model.languages import translate_value
from content_api.schema.field_sources.batches import load_declared
from content_api.schema.inputs import clean_arguments
from content_api.schema.plugin_fields.fields import load_answers

__all__ = ["build_batch", "build_contributed"]

Load = Callable[[FieldPlan, list[Any], Reading], Mapping[Any, Any]]
"""What a field gives for each of some keys."""


def build_batch(plan: FieldPlan, nodes: list[Any], source: Batch) -> Field:
    """The field of a declared batch, among what `nodes` select."""

    def load(own: FieldPlan, keys: list[Any], reading: Reading) -> Mapping[Any, Any]:
        given = clean_arguments(own.coerce_arguments(reading.executor.variable_values))
        return load_declared(source, keys, reading.reader, given)

    return Field(plan.name, ("pk",), build_fill(plan, nodes, load, source.declared.default))


def build_contributed(plan: FieldPlan, nodes: list[Any], source: PluginFieldSource) -> Field:
    """The field of a plugin, whose rows are read in the language of the row that it stands on."""

    def load(own: FieldPlan, keys: list[Any], reading: Reading) -> Mapping[Any, Any]:
        return load_answers(source.registered, keys, reading.executor.context_value)

    return Field(plan.name, ("pk",), build_fill(plan, nodes, load, None, translate_value), is_translated=True)


def keep_value(value: Any, language: str | None) -> Any:
    return value


def build_fill(
    plan: FieldPlan,
    nodes: list[Any],
    load: Load,
    default: Any,
    translate: Callable[[Any, str | None], Any] = keep_value,
) -> Fill:
    complete = get_column_completer(plan.type)

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        own, keys = find_plan(reading.executor, plan.parent, nodes, plan.name), table.get("pk")
        found = load(own, list(dict.fromkeys(keys)), reading)
        values = [translate(found.get(key, default), table.language) for key in keys]
        return complete(reading.executor, own, values)

    return fill
