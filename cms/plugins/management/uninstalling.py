"""`plugins uninstall`: uninstall a plugin, with or without its data; all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet
from packaging.requirements import Requirement

from cms.plugins.loader.records import Plugin, State
from cms.plugins.loader.resolution import EVERY
from cms.plugins.models import BrokenMigration, JobRun, PluginConfiguration, PluginSwitch
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import ERRORS_KEY
from cms.plugins.runtime.migrating import plugin_labels
from cms.publishing.models import Delivery, OutboxEvent

__all__ = ["Uninstallation", "UninstallationError", "plan_uninstallation"]


class UninstallationError(Exception):
    """The plugin cannot be taken away as it was asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Uninstallation:
    """What will be done. tables: those of the plugin's models, with their rows. waiting: events not told yet."""

    plugin: Plugin
    purge: bool
    tables: dict[str, int]
    waiting: int

    def announcement(self) -> str:
        """What stays and what goes, before anything happens."""
        tables = ", ".join(f"{table} ({rows} rows)" for table, rows in self.tables.items()) or "no tables"
        goes = f"the runs of its jobs, {self.waiting} undelivered events"
        if self.purge:
            return f"Deleted for good: {tables}, its switches, settings and permissions, {goes}."
        return f"Kept: {tables}, its switches, settings and permissions. Deleted: {goes}."

    def execute(self) -> None:
        """In one transaction; Impossible, and nothing changed, when something stands in the way."""
        with transaction.atomic():
            forget_work(self.plugin.name)
            if self.purge:
                forget_everything(self.plugin.name)
        cache.delete(ERRORS_KEY.format(self.plugin.name))

    def describe_next_steps(self) -> str:
        """What is left to the operator."""
        return "\n".join(
            ["Done. So that it is not loaded again:", *(f"- {each}" for each in steps(self.plugin))]
        )


def plan_uninstallation(plugin: Plugin, *, purge: bool) -> Uninstallation:
    """What uninstalling would do; Impossible when it cannot be done."""
    name = plugin.name
    if dependants := [each.name for each in platform().get_loaded_plugins() if requires(each, name)]:
        raise UninstallationError(f"{', '.join(dependants)} requires {name}: uninstall that first.")
    if purge:
        check_droppable(plugin)
    return Uninstallation(plugin, purge, count_table_rows(name), find_undelivered(name).count())


def requires(plugin: Plugin, name: str) -> bool:
    wanted = plugin.manifest.requires if plugin.manifest else ()
    return any(Requirement(text).name == name for text in wanted)


def check_droppable(plugin: Plugin) -> None:
    """Check that the plugin's tables are known here, and that no other tables depend on them."""
    name = plugin.name
    if plugin.manifest and plugin.manifest.app is None:
        return
    if name not in plugin_labels():
        remedy = "allow it" if plugin.state is State.PASSIVE else f"repair it ({plugin.reason})"
        raise UninstallationError(
            f"{name} is not installed here, so its tables are not known: {remedy}, and try again."
        )
    if settings.MIGRATION_MODULES.get(name, name) is None:
        raise UninstallationError(
            f"The migrations of {name} cannot be imported: repair it ({plugin.reason})."
        )
    plan = MigrationExecutor(connection).migration_plan([(name, None)])
    if others := sorted({migration.app_label for migration, _ in plan} - {name}):
        raise UninstallationError(
            f"Tables of {', '.join(others)} depend on those of {name}: purge the former first."
        )


def count_table_rows(name: str) -> dict[str, int]:
    """Tables of the plugin's models that exist, with their rows."""
    there = set(connection.introspection.table_names())
    found = apps.get_app_config(name).get_models() if name in plugin_labels() else ()
    return {each._meta.db_table: each._base_manager.count() for each in found if each._meta.db_table in there}


def find_undelivered(name: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(subscriber=name, delivered_at=None)


def forget_work(name: str) -> None:
    """Delete the plugin's pending deliveries: otherwise their events would be kept for ever."""
    find_undelivered(name).delete()
    JobRun.objects.filter(plugin=name).delete()


def forget_everything(name: str) -> None:
    """Drop the tables and every row about the plugin: its content types take permissions and references along."""
    for model in (PluginSwitch, PluginConfiguration, BrokenMigration):
        model.objects.filter(plugin=name).delete()
    Delivery.objects.filter(subscriber=name).delete()
    OutboxEvent.objects.filter(deliveries=None).delete()
    ContentType.objects.filter(app_label=name).delete()
    connection.check_constraints()  # a table whose rows are still to be checked cannot be dropped
    try:
        MigrationExecutor(connection).migrate([(name, None)])
    except IrreversibleError as error:
        raise UninstallationError(
            f"{error}: make that migration reversible, or drop the tables by hand."
        ) from error


def steps(plugin: Plugin) -> Iterator[str]:
    """Lines of the configuration to change."""
    name, selection = plugin.name, platform().selection
    if EVERY in selection.allowed:
        found = platform().plugins.values()
        rest = [each.name for each in found if each.state is not State.PASSIVE and each.name != name]
    else:
        rest = [entry for entry in selection.allowed if Requirement(entry).name != name]
    if rest:
        yield f"set AIXPLORE_PLUGINS={','.join(rest)}"
    else:
        yield "name in AIXPLORE_PLUGINS what may run; when it is empty, every plugin that comes with AiXplore may"
    for slot in selection.slots:
        if name in selection.list_slot_plugins(slot):
            yield f"give the slot {slot} to another plugin: AIXPLORE_PLUGIN_SLOTS={slot}:…"
    yield f"remove what you do not need any more: the plugin itself ({plugin.candidate.source}), its settings"
    yield "restart every process: those that run still have it loaded"
