"""Migrating so that a broken plugin stops neither the core nor another plugin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState

from cms.plugins.models import BrokenMigration
from cms.plugins.runtime.current import platform

__all__ = [
    "IsolatingExecutor",
    "find_missing_migrations",
    "load_pending_migrations",
    "plugin_labels",
    "record",
]

Plan = Sequence[tuple[Migration, bool]]
logger = structlog.get_logger(__name__)


def plugin_labels() -> set[str]:
    """Labels of the installed apps that belong to plugins; each is its plugin's name."""
    return {config.label for config in apps.get_app_configs() if config.label in platform().plugins}


class IsolatingExecutor(MigrationExecutor):
    """Applies the core's migrations first, and then each of a plugin's alone.

    failures: filled with plugin to reason; what failed was rolled back, and the rest of that plugin was left out. A
    migration that is not atomic may leave a part of itself behind, as with Django.
    """

    def __init__(self, failures: dict[str, str], *arguments: Any) -> None:
        super().__init__(*arguments)
        self.failures = failures

    def migrate(
        self,
        targets: Any,
        plan: Plan | None = None,
        state: ProjectState | None = None,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        """As Django's; the state that is returned holds what was applied. A failure of the core is raised."""
        whole: Plan = self.migration_plan(targets) if plan is None else plan
        labels = plugin_labels()
        core = [step for step in whole if step[0].app_label not in labels]
        state = super().migrate(targets, core, state, fake, fake_initial)
        if len(core) < len(whole):
            self.recorder.ensure_schema()
            for migration, _ in whole:
                if migration.app_label in labels:
                    state = self.attempt(migration, state, fake, fake_initial)
            self.check_replacements()
        return state

    def attempt(self, migration: Migration, state: ProjectState, fake: bool, initial: bool) -> ProjectState:
        """Apply one migration of a plugin, unless something before it failed; the state after it."""
        if migration.app_label in self.failures:
            return state
        if missing := self.find_failed_dependency(migration):
            self.failures[migration.app_label] = f"{migration} waits for {missing}, which failed."
            return state
        try:
            return self.apply_migration(state, migration, fake, initial)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self.failures[migration.app_label] = f"{migration} raised {type(error).__name__}: {error}"
            if self.progress_callback:
                self.progress_callback("apply_failed", migration)
            self.loader.build_graph()
            return self._create_project_state(with_applied_migrations=True)

    def find_failed_dependency(self, migration: Migration) -> str:
        """The first plugin that this migration needs and that failed; empty when there is none."""
        ancestors = self.loader.graph.forwards_plan((migration.app_label, migration.name))
        return next((label for label, _ in ancestors if label in self.failures), "")


def load_pending_migrations() -> dict[str, list[str]]:
    """Names of the migrations that the database still waits for, by plugin; plugins without any are left out."""
    executor, labels = MigrationExecutor(connection), plugin_labels()
    found: dict[str, list[str]] = {}
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if migration.app_label in labels:
            found.setdefault(migration.app_label, []).append(migration.name)
    return found


def find_missing_migrations() -> dict[str, list[str]]:
    """What the models of plugins have and their migrations do not, as sentences, by plugin. The database is not asked.

    It is what `makemigrations` would write for them; a plugin without a folder of migrations is among them.
    """
    labels, loader = plugin_labels(), MigrationLoader(None, ignore_no_migrations=True)
    questioner = MigrationQuestioner(specified_apps=labels, dry_run=True)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps), questioner)
    changes = detector.changes(graph=loader.graph, trim_to_apps=labels, convert_apps=labels)
    return {
        label: [operation.describe() for migration in changes[label] for operation in migration.operations]
        for label in sorted(labels & changes.keys())
    }


def record(failures: dict[str, str]) -> None:
    """Remember which plugins must not be called, and forget those whose tables are up to date again."""
    for plugin, reason in failures.items():
        BrokenMigration.objects.update_or_create(plugin=plugin, defaults={"reason": reason})
        remedy = f"repair it, then run `manage.py migrate` again; until then {plugin} is not called"
        logger.error("plugin_migration_failed", plugin=plugin, reason=reason, remedy=remedy)
    repaired = BrokenMigration.objects.exclude(plugin__in=failures)
    if repaired.exists():
        repaired.exclude(plugin__in=load_pending_migrations()).delete()
