"""Looking at the migrations of a plugin when its app is imported: a wrong one would break every command that asks."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.conf import settings

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.errors import PluginRefused

__all__ = ["check_migrations"]

Migrations = Mapping[str, Any]
ANY = ("__first__", "__latest__")


def check_migrations(label: str, package: str) -> None:
    """PluginRefused for migrations that do not form one line, need one that is absent, or hold up another app.
    Whatever an import raises is raised."""
    try:
        found = import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        return
    names = [
        each.name for each in iter_modules(found.__path__) if not each.ispkg and each.name[0] not in "_~"
    ]
    modules = {name: import_module(f"{package}.{name}") for name in names}
    if empty := [name for name, module in modules.items() if not hasattr(module, "Migration")]:
        raise PluginRefused(
            _("%(module)s has no class Migration: write one, or move it elsewhere."),
            module=f"{package}.{empty[0]}",
        )
    migrations = {name: module.Migration for name, module in modules.items()}
    check_line(label, migrations)
    for name, migration in migrations.items():
        check_needs(label, name, migration, migrations)


def check_line(label: str, migrations: Migrations) -> None:
    """Exactly one migration is a leaf: no other migration depends on it, squashed ones aside."""
    if any(getattr(each, "replaces", ()) for each in migrations.values()):
        return
    needed = {name for each in migrations.values() for app, name in each.dependencies if app == label}
    ends = sorted(set(migrations) - needed)
    if migrations and len(ends) != 1:
        found = ", ".join(ends) or Reason(_("none"))
        raise PluginRefused(
            _("its migrations have more or fewer than one end (%(names)s): chain them."), names=found
        )


def check_needs(label: str, name: str, migration: Any, own: Migrations) -> None:
    if getattr(migration, "run_before", ()):
        raise PluginRefused(
            _("its migration %(name)s has run_before: no other app may wait for a plugin."), name=name
        )
    for app, wanted in migration.dependencies:
        if wanted not in own if app == label else not exists(app, wanted):
            raise PluginRefused(
                _("its migration %(name)s needs %(wanted)s, which does not exist here."),
                name=name,
                wanted=f"{app}.{wanted}",
            )


def exists(app: str, name: str) -> bool:
    """Whether an app is installed and has this migration."""
    if app not in apps.app_configs:
        return False
    package = settings.MIGRATION_MODULES.get(app, f"{apps.app_configs[app].name}.migrations")
    if package is None or find_spec(package) is None:
        return False
    return name in ANY or find_spec(f"{package}.{name}") is not None
