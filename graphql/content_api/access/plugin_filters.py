"""Filters by which plugins hide rows. They only narrow what the core shows, and fail closed.

A rule that is data is checked once for each model and then bound to the viewer. A rule that is a function is called for
each request, in a thread of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.db.models import Model, Q
from django.utils import timezone

from cms.declarations import Viewer
from cms.declarations.moments import find_notes
from cms.plugins.api.contributions import PermissionFilter
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.api.rules import bind_rule, iterate_lookups
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import decisions

Filter = RegisteredItem[PermissionFilter]
BUDGET = Budget(0.5, 3)
NOTHING, EVERYTHING = Q(pk__in=()), Q()


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """What was found about a rule that is data. item: kept so that no other filter can have its id. problem: why it
    cannot be used. is_many: it follows a relation with many rows, and as a join would double rows."""

    item: PermissionFilter
    problem: str
    is_many: bool


_checked: dict[tuple[int, type[Model]], CheckedRule] = {}
_filters: dict[type[Model], tuple[list[Filter], list[Filter]]] = {}
"""Those that concern a model, behind all those of which they were chosen; asked for each statement."""
_concerned: dict[tuple[str, type[Model]], bool] = {}
"""Whether what is said of a model, by its label, is said of another one; asked for each statement."""


def plugin_rule(model: type[Model], viewer: Viewer, site: int | None) -> Q:
    """What all plugins together let this viewer see of a model."""
    unguarded, chosen = platform().get_unguarded_models(), list_filters(model)
    if not unguarded and not chosen:
        return EVERYTHING
    rule = Q()
    for plugin, label in unguarded:
        if is_concerned(label, model) and decisions().is_switched_on(plugin, site):
            return NOTHING
    for registered in chosen:
        if decisions().is_switched_on(registered.plugin, site):
            rule &= one_rule(registered, model, viewer)
    return rule


def list_filters(model: type[Model]) -> list[Filter]:
    """The filters of all plugins that concern a model; found again when plugins contribute others."""
    contributed = platform().contributions(PermissionFilter)
    known = _filters.get(model)
    if known is None or known[0] is not contributed:
        concerned = [each for each in contributed if is_concerned(each.item.model, model)]
        known = _filters[model] = contributed, concerned
    return known[1]


def is_concerned(label: str, model: type[Model]) -> bool:
    known = _concerned.get((label, model))
    if known is not None:
        return known
    try:
        found = _concerned[label, model] = issubclass(model, apps.get_model(label))
    except LookupError:
        return False  # a model that is not installed has no rows
    return found


def one_rule(registered: RegisteredItem[PermissionFilter], model: type[Model], viewer: Viewer) -> Q:
    if registered.plugin in decisions().broken:
        return NOTHING
    if isinstance(registered.item.rule, Q):
        return bind_data_rule(registered, model, viewer)
    return call_rule(registered, model, viewer)


def bind_data_rule(registered: RegisteredItem[PermissionFilter], model: type[Model], viewer: Viewer) -> Q:
    """A rule that is data, for this viewer; no row when it does not fit its model, which is recorded once."""
    key = id(registered.item), model
    if key not in _checked:
        _checked[key] = check_rule(registered, model)
    if _checked[key].problem:
        return NOTHING
    rule = bind_rule(registered.item.rule, viewer)
    return Q(pk__in=model._default_manager.filter(rule).values("pk")) if _checked[key].is_many else rule


def check_rule(registered: RegisteredItem[PermissionFilter], model: type[Model]) -> CheckedRule:
    """Look at a rule once for each model, with every placeholder bound; a problem goes to the log and the failures."""
    rule = bind_rule(registered.item.rule, Viewer(timezone.now(), user_id=0, group_ids=frozenset({0})))
    if problem := find_problem(rule, model):
        platform().caller.record(registered.plugin, f"permission_filter.{registered.item.name}", problem)
        return CheckedRule(registered.item, problem, False)
    is_many = any(lookup_spawns_duplicates(model._meta, path) for path, _ in iterate_lookups(rule))
    return CheckedRule(registered.item, "", is_many)


def call_rule(registered: RegisteredItem[PermissionFilter], model: type[Model], viewer: Viewer) -> Q:
    """What a rule that is a function answers for this viewer; no row when it fails."""
    plugin, name = registered.plugin, f"permission_filter.{registered.item.name}"
    if (notes := find_notes(viewer.now)) is not None:
        notes.refuse(f"plugin {plugin}: {name} is a function, and may admit other rows next time")
    try:
        rule = platform().call(plugin, name, partial(registered.item.rule, viewer), BUDGET)
    except CallFailed:
        return NOTHING
    if problem := find_problem(rule, model):
        platform().caller.record(plugin, name, problem)
        return NOTHING
    return rule  # type: ignore[no-any-return]


def find_problem(rule: Any, model: type[Model]) -> str:
    """Why a rule cannot be part of a query; empty when it can."""
    if not isinstance(rule, Q):
        return f"it answered {type(rule).__name__}: return a Q of look-ups."
    if not has_only_lookups(rule):
        return "its Q contains an expression: use look-ups, and sub-queries in `pk__in`."
    try:
        model._default_manager.filter(rule)
    except Exception as error:  # whatever Django thinks of it
        return f"its Q cannot be used: {error}"
    return ""


def has_only_lookups(rule: Q) -> bool:
    return all(
        has_only_lookups(child) if isinstance(child, Q) else isinstance(child, tuple)
        for child in rule.children
    )
