"""Filters and facets that plugins add to collections: checked against the models, and turned into declarations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q, QuerySet, TextField, Value
from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason
from cms.declarations import Contributed, Facet, Filter, is_choices, registry
from cms.plugins.api.lists import CollectionFacet, CollectionFilter
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import decisions
from content_api.access.gate import Gate, prefix_rule
from content_api.errors import FeatureOff
from content_api.model.facets.counting import build_label
from content_api.model.sql_templates.store import clear_templates
from content_api.schema import inputs
from content_api.schema.roots import collections

__all__ = ["extend_collections", "find_list_problem"]

HIDDEN_MODEL = _("%(item)s: the API does not show %(model)s, so no value may come from it.")
NO_TEXT = Value(None, output_field=TextField())
Step = tuple[str, type[Model]]
"""A path from a model to a related one, with "__" at its end, and that model."""


def extend_collections(plugins: bool) -> None:
    """Give the collections what loaded plugins add to them, in place of what they added before; nothing of plugins
    without `plugins`."""
    filters = platform().contributions(CollectionFilter) if plugins else []
    facets = platform().contributions(CollectionFacet) if plugins else []
    wanted = {(each.item.on, each.item.name): each for each in filters}
    found: list[Contributed] = [(each.item.on, each.item.name, build_filter(each), None) for each in filters]
    for each in facets:
        key = each.item.on, each.item.name
        found.append((*key, None, build_facet(each, wanted[key])))
    registry.set_contributions(found)
    for kept in (inputs.input_type, collections.get_filter_type, collections.get_connection_type):
        kept.cache_clear()
    clear_templates()


def build_filter(registered: RegisteredItem[CollectionFilter]) -> Filter:
    item = registered.item
    return Filter(
        "",
        item.type,
        f"{item.description} (Plugin {registered.plugin}; an error while it is off.)",
        many=item.type is not bool,
        build=partial(build_rule, item, registered.plugin),
        prepare=partial(require_on, registered.plugin),
        is_pure=True,
    )


def build_facet(facet: RegisteredItem[CollectionFacet], filter: RegisteredItem[CollectionFilter]) -> Facet:
    title = facet.item.title or filter.item.value
    return Facet(label=facet.item.label, rows=partial(list_values, filter.item, filter.plugin, title))


def require_on(plugin: str, value: Any, gate: Any) -> Any:
    """The value as it is; FeatureOff while the plugin is off for the gate's site."""
    if not is_on(plugin, gate):
        raise FeatureOff("This feature is switched off.", plugin=plugin)
    return value


def is_on(plugin: str, gate: Any) -> bool:
    return decisions().is_on(plugin, gate.site.site.pk if gate.site.site else None)


def build_rule(item: CollectionFilter, plugin: str, value: Any, gate: Any) -> Q:
    """The rows of the list that have one of the values."""
    given = {item.value: value} if item.type is bool else {f"{item.value}__in": value}
    return Q(pk__in=list_visible(item, plugin, item.value, gate).filter(**given).values(f"{item.link}_id"))


def list_values(
    item: CollectionFilter, plugin: str, title: str, gate: Any, language: str | None
) -> QuerySet[Any]:
    """For facets: row of the list, no part, value and label."""
    rows = list_visible(item, plugin, item.value, gate, title).filter(**{f"{item.value}__isnull": False})
    named = rows if is_on(plugin, gate) else rows.none()
    label = build_label(named.model, title, language)
    return named.values_list(f"{item.link}_id", NO_TEXT, NO_TEXT, F(item.value), label)


def list_visible(item: CollectionFilter, plugin: str, value: str, gate: Gate, *more: str) -> QuerySet[Any]:
    """The rows with values of which the viewer may see every row that is looked at."""
    model, rule = apps.get_model(item.rows), Q()
    steps = {step for path in (value, *more) for step in walk(model, path)}
    for prefix, each in [("", model), *sorted(steps, key=lambda step: step[0])]:
        seen = gate.visible_when_linked(each) if is_own(plugin, each) else gate.visible(each)
        rule &= prefix_rule(seen, prefix)
    return model._default_manager.order_by().filter(rule)


def walk(model: type[Model], path: str) -> Iterator[Step]:
    """The related rows on the way to a column; FieldDoesNotExist for what is no column at the end of foreign keys."""
    *relations, column = path.split("__")
    prefix = ""
    for name in relations:
        field: Any = model._meta.get_field(name)
        if not (field.many_to_one or field.one_to_one) or field.auto_created:
            raise FieldDoesNotExist(f"{name!r} of {model._meta.label} is no foreign key")
        model, prefix = field.related_model, f"{prefix}{name}__"
        yield prefix, model
    if model._meta.get_field(column).is_relation:
        raise FieldDoesNotExist(f"{column!r} of {model._meta.label} is no column with a value")


def is_own(plugin: str, model: type[Model]) -> bool:
    """Whether the model lies in the app of the plugin."""
    manifest = platform().plugins[plugin].manifest
    config = apps.get_app_config(model._meta.app_label)
    own = f"{type(config).__module__}.{type(config).__qualname__}"
    return manifest is not None and manifest.app in (own, config.name)


def find_list_problem(plugin: str, item: CollectionFilter | CollectionFacet) -> str:
    """Why a filter or a facet cannot be added to its list; empty when it can."""
    if item.on not in registry.collections:
        values = {"item": item.describe(), "name": item.on, "known": ", ".join(registry.collections)}
        return Reason(_("%(item)s: there is no list %(name)s. Name one of %(known)s."), values)
    known = registry.collections[item.on]
    if item.name in {**known.filters, **known.arguments}:
        return Reason(_("%(item)s is a filter of AiXplore: rename it."), {"item": item.describe()})
    problem = find_filter_problem if isinstance(item, CollectionFilter) else find_facet_problem
    return problem(plugin, item)  # type: ignore[arg-type]


def find_facet_problem(plugin: str, item: CollectionFacet) -> str:
    rows = {
        (each.item.on, each.item.name): each.item.rows for each in platform().contributions(CollectionFilter)
    }
    return (
        find_path_problem(plugin, item, rows[item.on, item.name], "title", item.title) if item.title else ""
    )


def find_filter_problem(plugin: str, item: CollectionFilter) -> str:
    if item.type not in (str, int, bool) and not is_choices(item.type):
        values = {"item": item.describe(), "type": item.type.__name__}
        return Reason(_("%(item)s: %(type)s is not an enumeration of Django choices."), values)
    try:
        link: Any = apps.get_model(item.rows)._meta.get_field(item.link)
    except (LookupError, FieldDoesNotExist) as error:
        return Reason("%(item)s: %(error)s.", {"item": item.describe(), "error": str(error).rstrip(".")})
    model = registry.collections[item.on].model
    if not (link.many_to_one or link.one_to_one) or link.related_model is not model:
        values = {"item": item.describe(), "name": f"{item.rows}.{item.link}", "model": model._meta.label}
        return Reason(_("%(item)s: link: %(name)s is not a foreign key to %(model)s."), values)
    return find_path_problem(plugin, item, item.rows, "value", item.value)


def find_path_problem(plugin: str, item: Any, rows: str, part: str, path: str) -> str:
    """Why values cannot be read along a path: it leads nowhere, or through rows that the API does not show."""
    model = apps.get_model(rows)
    try:
        for _prefix, each in [("", model), *walk(model, path)]:
            if not is_own(plugin, each) and each not in registry.visibility:
                return Reason(HIDDEN_MODEL, {"item": item.describe(), "model": each._meta.label})
    except FieldDoesNotExist as error:
        values = {"item": item.describe(), "part": part, "name": path, "error": str(error).rstrip(".")}
        return Reason(_("%(item)s: %(part)s: %(name)s does not exist: %(error)s."), values)
    return ""
