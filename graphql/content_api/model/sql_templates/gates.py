"""What the rules of a gate depend on, so that a statement is only ever reused where they would be the same.

The rules of anonymous callers depend on the site, the version of the structure, the declared rules and what operators
decided about plugins: all of that is part of the key. They depend on the moment as well, which is a slot. The filters
of plugins are asked in every request as before; their answers are compared with those that a statement was made with.
Rules for somebody who is signed in may depend on anything: nothing is kept for them.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from cms.declarations import Viewer, registry
from cms.plugins.runtime.decisions import Decisions, decisions
from content_api.access.gate import Gate
from content_api.model.sql_templates.slots import NOW, RESERVED, NotTemplatable

__all__ = ["TemplateGate", "freeze_plugin_rule", "gate_key"]

ATTRIBUTE = "_template_key"
SCALARS = (str, int, float, bool, type(None), Decimal, UUID)
MOMENT = "the present moment"


def gate_key(gate: Gate) -> Hashable | None:
    """What the gate's rules depend on beside the moment and plugins' filters; None when that cannot be told."""
    if gate.structure.has_own_parts:
        return None
    kept = vars(gate)
    if ATTRIBUTE not in kept:
        kept[ATTRIBUTE] = find_key(gate)
    key: Hashable | None = kept[ATTRIBUTE]
    return key


class Key:
    """A key that is compared by identity, because it is looked up for every statement."""


_keys: dict[Hashable, Key] = {}
MAX_KEYS = 200


def find_key(gate: Gate) -> Key | None:
    structure, viewer = gate.structure, gate.viewer
    if structure.version is None or viewer != Viewer(now=viewer.now):
        return None
    site = gate.site.site.pk if gate.site.site else None
    found = (
        structure.version,
        site,
        gate.site.roots,
        encode_decisions(decisions()),
        tuple(registry.visibility.items()),
    )
    if found not in _keys and len(_keys) >= MAX_KEYS:
        _keys.clear()
    return _keys.setdefault(found, Key())


_decided: list[tuple[Decisions, str]] = []


def encode_decisions(found: Decisions) -> str:
    """The decisions as text, made once as long as they are the same."""
    if not _decided or _decided[0][0] is not found:
        _decided[:] = [(found, json.dumps(asdict(found), sort_keys=True, default=repr))]
    return _decided[0][1]


class TemplateGate(Gate):
    """The same gate at the moment that stands for every moment. asked: the plugins' rules that it was built with."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(replace(gate.viewer, now=NOW), gate.site, gate.structure)
        self._real = gate
        self.asked: dict[type[Model], Hashable] = {}

    def _plugin_rule(self, model: type[Model]) -> Q:
        self.asked[model] = freeze_plugin_rule(self._real, model)
        return with_slot(self._real._plugin_rule(model), self._real.viewer.now)


def freeze_plugin_rule(gate: Gate, model: type[Model]) -> Hashable:
    """What plugins let the viewer see of a model, for comparing; NotTemplatable when it cannot be compared."""
    return freeze_rule(gate._plugin_rule(model), gate.viewer.now)


def freeze_rule(rule: Q, now: datetime) -> Hashable:
    """A filter as something to compare, with the moment left open."""
    if not rule.children:
        return rule.connector, rule.negated, ()
    children = [
        freeze_rule(child, now) if isinstance(child, Q) else (child[0], freeze_value(child[1], now))
        for child in rule.children
    ]
    return rule.connector, rule.negated, tuple(children)


def freeze_value(value: Any, now: datetime) -> Hashable:
    if value is now:
        return MOMENT
    if isinstance(value, list | tuple | set | frozenset):
        if any(each is now for each in value):
            raise NotTemplatable("A filter holds the present moment in a list.")
        return type(value).__name__, tuple(freeze_value(each, now) for each in value)
    if isinstance(value, Enum):
        return type(value), value.name
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), tuple(freeze_value(getattr(value, each.name), now) for each in fields(value))
    if isinstance(value, int | float | Decimal) and value in RESERVED:
        raise NotTemplatable("A filter holds a number that stands for others in a statement.")
    if isinstance(value, SCALARS) or type(value) is date:
        return type(value), value
    if isinstance(value, datetime | time):
        raise NotTemplatable("A filter compares with a moment of its own.")
    raise NotTemplatable(f"A filter holds {type(value).__name__}.")


def with_slot(rule: Q, now: datetime) -> Q:
    """The same filter with the slot in place of the moment."""
    children = [
        with_slot(child, now) if isinstance(child, Q) else (child[0], NOW if child[1] is now else child[1])
        for child in rule.children
    ]
    return Q(*children, _connector=rule.connector, _negated=rule.negated)
