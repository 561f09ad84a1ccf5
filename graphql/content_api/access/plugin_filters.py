"""Filters by which plugins hide rows. They only narrow what the core shows, and fail closed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from cms.declarations import Viewer
from cms.plugins.api.contributions import PermissionFilter
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.loader.records import Registered
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import decisions

BUDGET = Budget(0.5, 3)
NOTHING = Q(pk__in=())


def plugin_rule(model: type[Model], viewer: Viewer, site: int | None) -> Q:
    """What all plugins together let this viewer see of a model."""
    rule = Q()
    for plugin, label in platform().unguarded():
        if concerns(label, model) and decisions().is_switched_on(plugin, site):
            return NOTHING
    for registered in platform().contributions(PermissionFilter):
        if concerns(registered.item.model, model) and decisions().is_switched_on(registered.plugin, site):
            rule &= one_rule(registered, model, viewer)
    return rule


def concerns(label: str, model: type[Model]) -> bool:
    try:
        return issubclass(model, apps.get_model(label))
    except LookupError:
        return False  # a model that is not installed has no rows


def one_rule(registered: Registered[PermissionFilter], model: type[Model], viewer: Viewer) -> Q:
    plugin, item = registered.plugin, registered.item
    if plugin in decisions().broken:
        return NOTHING
    name = f"permission_filter.{item.name}"
    try:
        rule = platform().call(plugin, name, partial(item.rule, viewer), BUDGET)
    except CallFailed:
        return NOTHING
    if problem := unusable(rule, model):
        platform().caller.record(plugin, name, problem)
        return NOTHING
    return rule  # type: ignore[no-any-return]


def unusable(rule: Any, model: type[Model]) -> str:
    """Why a rule cannot be part of a query; empty when it can."""
    if not isinstance(rule, Q):
        return f"it answered {type(rule).__name__}: return a Q of look-ups."
    if not only_lookups(rule):
        return "its Q holds an expression: use look-ups, and sub-queries in `pk__in`."
    try:
        model._default_manager.filter(rule)
    except Exception as error:  # whatever Django thinks of it
        return f"its Q cannot be used: {error}"
    return ""


def only_lookups(rule: Q) -> bool:
    return all(
        only_lookups(child) if isinstance(child, Q) else isinstance(child, tuple) for child in rule.children
    )
