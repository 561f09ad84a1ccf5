"""The templates of this process, and when one may be used.

A template belongs to a shape (what is asked: model, columns, order…), to everything that the gate's rules depend on
beside the moment, and to the answers of plugins' filters. A change of one of these makes another template;
where it cannot be told, Django compiles the statement again, as it does everywhere else.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from content_api.access.gate import Gate
from content_api.model.sql_templates.gates import TemplateGate, freeze_plugin_rule, gate_key
from content_api.model.sql_templates.kept_rows import clear_kept_rows, read_kept
from content_api.model.sql_templates.slots import END, KEYS, START, TEXT, NotTemplatable
from content_api.model.sql_templates.template import (
    QueryTemplate,
    compile_count,
    compile_rows,
    compile_statement,
)

__all__ = ["clear_templates", "count_rows", "read_rows", "read_statement"]

Build = Callable[..., QuerySet[Any]]
"""Takes a gate, and by keyword the values of the slots."""
Compile = Callable[[Any, Iterable[str]], QueryTemplate]
STANDING = {"keys": [KEYS], "start": START, "end": END, "text": TEXT}
WHOLE = frozenset({int})
MAX_FAMILIES = 2000
MAX_MEMBERS = 10


@dataclass(slots=True)
class Family:
    """The templates of a shape and gate, by the answers of plugins' filters on `models`."""

    models: tuple[type[Model], ...]
    members: dict[Hashable, QueryTemplate | None] = field(default_factory=dict)


_families: OrderedDict[Hashable, Family] = OrderedDict()
"""The one used last stands at the end."""


def read_rows(shape: Hashable, build: Build, gate: Gate, **values: Any) -> list[Any]:
    """The rows of `build(gate, **values)`, in the same one statement.

    shape: everything that the query set depends on beside the gate and the values. values: `keys`, a list of whole
    numbers that stands in one `__in` look-up, `text`, which a column is compared with, and `start` and `end` of a slice
    or of two look-ups.
    """
    template = find_template(shape, build, gate, values, compile_rows)
    if template is None:
        return list(build(gate, **values))
    return template.execute({**values, "now": gate.viewer.now})


def count_rows(shape: Hashable, build: Build, gate: Gate) -> int:
    """The number of rows of `build(gate)`, in one statement, or as it is kept."""
    template = find_template(("count", shape), build, gate, {}, compile_count)
    if template is None:
        return build(gate).count()
    rows = read_kept(template, gate)
    return rows[0][0] if rows else 0


def read_statement(
    shape: Hashable,
    build: Callable[..., Any],
    gate: Gate,
    compile: Compile = compile_statement,
    **values: Any,
) -> list[tuple[Any, ...]]:
    """The rows of the statement that `build(gate, **values)` composes, or as they are kept; it has `alias`, `sql` and
    `execute()`, or what `compile` takes."""
    template = find_template(("statement", shape), build, gate, values, compile)
    if template is None:
        return build(gate, **values).execute()  # type: ignore[no-any-return]
    if not values:
        return read_kept(template, gate)
    return template.execute({**values, "now": gate.viewer.now})


def find_template(
    shape: Hashable, build: Build, gate: Gate, values: Mapping[str, Any], compile: Compile
) -> QueryTemplate | None:
    """The template for these values, made when there is none; None when the statement cannot be kept."""
    gate_part = gate_key(gate)
    if gate_part is None or not WHOLE.issuperset(map(type, values.get("keys", ()))):
        return None
    key = (shape, gate_part)
    family = touch_family(key)
    if family is None:
        return make_family(key, build, gate, values, compile)
    try:
        answers = tuple(freeze_plugin_rule(gate, model) for model in family.models)
    except NotTemplatable:
        return None
    if answers not in family.members:
        return make_family(key, build, gate, values, compile)
    return family.members[answers]


def touch_family(key: Hashable) -> Family | None:
    """The family of a key, which is now the one used last."""
    try:
        _families.move_to_end(key)
        return _families[key]
    except KeyError:  # there is none, or another thread has dropped it
        return None


def make_family(
    key: Hashable, build: Build, gate: Gate, values: Mapping[str, Any], compile: Compile
) -> QueryTemplate | None:
    """Compile and keep the template for the answers that plugins give now."""
    standing, asked = {name: STANDING[name] for name in values}, TemplateGate(gate)
    template: QueryTemplate | None = None
    with suppress(NotTemplatable, TypeError, ValueError):  # with real values, Django says what is wrong
        template = compile(build(asked, **standing), standing)
    if not gate.structure.has_own_parts:
        keep(key, asked.asked, template)
    return template


def keep(key: Hashable, asked: Mapping[type[Model], Hashable], template: QueryTemplate | None) -> None:
    family = _families.get(key)
    if family is None or family.models != tuple(asked) or len(family.members) >= MAX_MEMBERS:
        family = _families[key] = Family(tuple(asked))
        while len(_families) > MAX_FAMILIES:
            _families.popitem(last=False)
    family.members[tuple(asked.values())] = template


def clear_templates() -> None:
    """Forget all templates, and what is kept of their rows."""
    _families.clear()
    clear_kept_rows()
