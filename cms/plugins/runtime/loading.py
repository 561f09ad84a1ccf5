"""From an accepted candidate to a loaded plugin. PluginRefused at any step refuses the plugin whole."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField
from packaging.requirements import Requirement
from pydantic import BaseModel

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.contributions import (
    Contribution,
    GraphQLField,
    GraphQLMutation,
    GraphQLQuery,
    MergeRule,
    PermissionFilter,
    Url,
)
from cms.plugins.api.errors import CallFailed, PluginRefused
from cms.plugins.api.lists import CollectionFacet, CollectionFilter, ViewerRows
from cms.plugins.api.markers import Budget, HookSpec, Kind
from cms.plugins.api.providers import SlotProvider
from cms.plugins.api.routes import normalise_route
from cms.plugins.loader.configuration import Sources, load_settings
from cms.plugins.loader.inspection import SPECS, check_implementations, implementations
from cms.plugins.loader.records import Plugin, State
from cms.plugins.runtime.calls import Caller, describe_reason, run_with_timeout
from cms.plugins.runtime.leases import NoLease

__all__ = ["configure", "load_plugin", "safe_import"]

IMPORT_BUDGET = Budget(20.0, 0)
PERSONAL_DATA_HOOKS = ("export_personal_data", "erase_personal_data")
UNSAFE_FILES = {
    "wagtail_hooks.py": _("contribute by admin_panels and dashboard_panels instead"),
    "templatetags": _("give templates what they show by a panel's context instead"),
}


def load_plugin(
    plugin: Plugin, others: Mapping[str, Plugin], caller: Caller, sources: Sources
) -> ModuleType | None:
    """Import and check a plugin, and collect its contributions; the module, to be registered."""
    started = time.perf_counter()
    try:
        check_requirements(plugin, others)
        module = safe_import(plugin, plugin.candidate.module)
        check_implementations(module)
        plugin.hooks = implementations(module)
        check_personal_data(plugin)
        configure(plugin, sources, {})
        plugin.contributions = list(collect(plugin, caller))
        check_guards(plugin)
        check_columns(plugin)
        check_facets(plugin)
        check_merge_rules(plugin)
        check_slot(plugin)
        check_duplicates(plugin, others.values())
    finally:
        plugin.seconds = time.perf_counter() - started
    return module


def check_requirements(plugin: Plugin, others: Mapping[str, Plugin]) -> None:
    """A plugin that it requires may have been refused since the manifests were compared."""
    for text in plugin.manifest.requires if plugin.manifest else ():
        required = others[Requirement(text).name]
        if required.state is not State.LOADED:
            raise PluginRefused(
                _("it requires %(name)s, which was not loaded: %(reason)s"),
                name=required.name,
                reason=required.reason,
            )


def safe_import(plugin: Plugin, name: str) -> ModuleType:
    """A module of the plugin; whatever its import does is a reason to refuse it."""
    for file, remedy in UNSAFE_FILES.items():
        if plugin.candidate.folder and (plugin.candidate.folder / file).exists():
            raise PluginRefused(
                _("it ships %(file)s, where an error would break every page: %(remedy)s."),
                file=file,
                remedy=Reason(remedy),
            )
    try:
        module: ModuleType = run_with_timeout(partial(import_module, name), IMPORT_BUDGET, NoLease())
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise PluginRefused(
            _("%(name)s cannot be imported: %(reason)s%(place)s"),
            name=name,
            reason=describe_reason(error, IMPORT_BUDGET),
            place=locate_error(plugin, error),
        ) from error
    return module


def locate_error(plugin: Plugin, error: BaseException) -> str:
    """ " (plugin.py, line 7)": the last line of the plugin's own code in a traceback; empty when there is none."""
    source = error.__cause__ if isinstance(error, CallFailed) else error
    folder, found = plugin.candidate.folder, ""
    for frame in traceback.extract_tb(source.__traceback__ if source else None):
        if folder and Path(frame.filename).is_relative_to(folder):
            values = {"file": Path(frame.filename).relative_to(folder), "line": frame.lineno}
            found = Reason(_(" (%(file)s, line %(line)s)"), values)
    return found


def check_personal_data(plugin: Plugin) -> None:
    if plugin.manifest and plugin.manifest.personal_data:
        missing = [name for name in PERSONAL_DATA_HOOKS if name not in plugin.hooks]
        if missing:
            both = Reason(_("%(first)s and %(last)s"), {"first": missing[0], "last": missing[-1]})
            wanted = both if len(missing) > 1 else missing[0]
            raise PluginRefused(_("it stores personal data: implement %(hooks)s."), hooks=wanted)


def configure(plugin: Plugin, sources: Sources, admin: Mapping[str, Any]) -> None:
    """Read and check the settings; the old ones stay when the new ones are wrong (PluginRefused)."""
    path = plugin.manifest.settings if plugin.manifest else None
    if path and plugin.settings_model is None:
        module, _colon, attribute = path.partition(":")
        model = getattr(safe_import(plugin, module), attribute, None)
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            raise PluginRefused(
                _("settings = %(path)s in its manifest is not a pydantic model."), path=repr(path)
            )
        plugin.settings_model = model
    plugin.settings = load_settings(plugin.name, plugin.settings_model, sources, admin)


def collect(plugin: Plugin, caller: Caller) -> Iterator[Contribution]:
    """What the collect hooks of the plugin hand over, each checked for its type."""
    for name, function in plugin.hooks.items():
        spec = SPECS[name]
        if spec.kind is not Kind.COLLECT or spec.returns is None:
            continue
        try:
            items = caller.call(plugin.name, name, function, {}, spec.budget)
        except CallFailed as error:
            place = locate_error(plugin, error)
            raise PluginRefused(
                "%(hook)s: %(reason)s%(place)s", hook=name, reason=error.reason, place=place
            ) from error
        yield from check_items(name, spec, items)


def check_items(hook: str, spec: HookSpec, items: Any) -> list[Contribution]:
    if not isinstance(items, list | tuple):
        raise PluginRefused(
            _("%(hook)s returned %(type)s: return a list."), hook=hook, type=type(items).__name__
        )
    for item in items:
        if spec.returns and not isinstance(item, spec.returns):
            raise PluginRefused(
                _("%(hook)s returned a list with %(type)s: return a list of %(wanted)s."),
                hook=hook,
                type=type(item).__name__,
                wanted=spec.returns.__name__,
            )
    return list(items)


def check_guards(plugin: Plugin) -> None:
    """What a plugin hides stands in its manifest, so that it stays hidden while the plugin cannot be loaded."""
    guards = plugin.manifest.guards if plugin.manifest else ()
    for item in plugin.contributions:
        if isinstance(item, PermissionFilter) and item.model not in guards:
            raise PluginRefused(
                _('%(item)s: add guards = ["%(model)s"] to its manifest.'),
                item=item.describe(),
                model=item.model,
            )


def check_columns(plugin: Plugin) -> None:
    """The models and columns that permission filters name exist; what `changes_at` names holds moments."""
    for item in plugin.contributions:
        if isinstance(item, PermissionFilter):
            for name in item.reads:
                find_column(item, "reads", name)
            if item.changes_at:
                column = find_column(item, "changes_at", item.changes_at)
                if not isinstance(column, DateField):
                    raise PluginRefused(
                        _("%(item)s: changes_at: %(name)s is not a date or time: name a column that is."),
                        item=item.describe(),
                        name=item.changes_at,
                    )


def find_column(item: PermissionFilter | MergeRule, part: str, name: str) -> Any:
    """The field that a name means, None for a model; PluginRefused when it does not exist."""
    app, model, *field = name.split(".")
    try:
        found = apps.get_model(app, model)
        return found._meta.get_field(field[0]) if field else None
    except (LookupError, FieldDoesNotExist) as error:
        raise PluginRefused(
            _("%(item)s: %(part)s: %(name)s does not exist: %(error)s"),
            item=item.describe(),
            part=part,
            name=name,
            error=error,
        ) from error


def check_facets(plugin: Plugin) -> None:
    """A facet counts for a filter of the same plugin; without one no caller could use its values."""
    items = plugin.contributions
    taken = {(item.on, item.name) for item in items if isinstance(item, CollectionFilter)}
    for item in items:
        if isinstance(item, CollectionFacet) and (item.on, item.name) not in taken:
            wanted = f"CollectionFilter(on={item.on!r}, name={item.name!r}, …)"
            raise PluginRefused(
                _("%(item)s: no filter takes its values. Add %(wanted)s to collection_filters."),
                item=item.describe(),
                wanted=wanted,
            )


def check_merge_rules(plugin: Plugin) -> None:
    """A plugin decides about the foreign keys of its own models, each of which exists, once."""
    taken: set[tuple[str, str]] = set()
    for item in plugin.contributions:
        if not isinstance(item, MergeRule):
            continue
        name = f"{item.model}.{item.field}"
        if item.model.partition(".")[0] != plugin.name:
            raise PluginRefused(
                _("%(item)s: %(model)s is not a model of %(plugin)s."),
                item=item.describe(),
                model=item.model,
                plugin=plugin.name,
            )
        if (column := find_column(item, "field", name)) is None or not column.is_relation:
            raise PluginRefused(
                _("%(item)s: %(name)s is not a foreign key."), item=item.describe(), name=name
            )
        if (item.model, item.field) in taken:
            raise PluginRefused(
                _("%(item)s: there is a rule for %(name)s already: keep one."),
                item=item.describe(),
                name=name,
            )
        taken.add((item.model, item.field))


def check_slot(plugin: Plugin) -> None:
    """Only the plugin that was chosen for a slot fills it, and by the manifest it is chosen."""
    named = plugin.manifest.slot if plugin.manifest else None
    providers = [item for item in plugin.contributions if isinstance(item, SlotProvider)]
    for item in providers:
        if item.slot_name != named:
            raise PluginRefused(
                _('%(item)s: add slot = "%(slot)s" to its manifest.'),
                item=item.describe(),
                slot=item.slot_name,
            )
    if len(providers) > 1:
        raise PluginRefused(
            _("It has %(number)s providers for the slot %(slot)s: return one."),
            number=len(providers),
            slot=repr(named),
        )


def check_duplicates(plugin: Plugin, others: Iterable[Plugin]) -> None:
    """Names in GraphQL are unique on the whole site, all others within their plugin."""
    loaded = [other for other in others if other.state is State.LOADED]
    taken = {
        item.describe(): other.name for other in loaded for item in other.contributions if is_shared(item)
    }
    for item in plugin.contributions:
        if item.describe() in taken:
            other = taken[item.describe()]
            raise PluginRefused(
                _("%(item)s exists already, from %(other)s: rename one of the two."),
                item=item.describe(),
                other=other,
            )
        taken[item.describe()] = plugin.name
    check_paths(plugin)


def check_paths(plugin: Plugin) -> None:
    """Two addresses of one path: the second would never be asked."""
    taken: dict[str, Url] = {}
    for item in plugin.contributions:
        if isinstance(item, Url):
            first = taken.setdefault(normalise_route(item.path), item)
            if first is not item:
                raise PluginRefused(
                    _("%(item)s: %(first)s has the path %(path)s already: change one of them."),
                    item=item.describe(),
                    first=first.describe(),
                    path=repr(first.path),
                )


def is_shared(item: Contribution) -> bool:
    shared = GraphQLField | GraphQLQuery | GraphQLMutation | CollectionFilter | CollectionFacet | ViewerRows
    return isinstance(item, shared)
