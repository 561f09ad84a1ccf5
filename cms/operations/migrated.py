"""Whether the site's own migrations have run, told by the names of their files: importing them costs memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cms.plugins.runtime.migrating import plugin_labels

__all__ = ["find_late_migrations"]


def find_late_migrations() -> list[str]:
    """Migrations that have not run, as `app.name`; those of a plugin stop that plugin alone. One or two statements."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return [f"{app}.{name}" for app, name in list_own_migrations() if (app, name) not in applied]


@cache
def list_own_migrations() -> tuple[tuple[str, str], ...]:
    """App and name of each migration that comes with this version."""
    plugins = plugin_labels()
    labels = (config.label for config in apps.get_app_configs() if config.label not in plugins)
    return tuple((label, name) for label in labels for name in list_files(label))


def list_files(label: str) -> Iterator[str]:
    """Names of the migrations of an app, as Django recognises them."""
    module, _ = MigrationLoader.migrations_module(label)
    if module is None or find_spec(module) is None:
        return
    for found in iter_modules(import_module(module).__path__):
        if not found.ispkg and found.name[0] not in "_~":
            yield found.name
