"""Django's migrate, which a broken plugin cannot stop."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.core.management.commands import migrate as django
from django.db import connection

from cms.operations.doctor.checks import MIGRATION_CHECKS
from cms.operations.doctor.findings import Level, wait_and_run_checks
from cms.operations.management.commands.doctor import seconds
from cms.plugins.models import BrokenMigration
from cms.plugins.runtime.migrating import IsolatingExecutor, plugin_labels, record


class Command(django.Command):
    help = f"{django.Command.help} A plugin whose migration fails is left out, and the others go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--wait", type=seconds, default=5.0, metavar="SECONDS",
            help="how long to wait for a database that does not answer yet (default: 5)",
        )  # fmt: skip

    def get_check_kwargs(self, options: dict[str, Any]) -> dict[str, Any]:
        """What is wrong with the models of a plugin is told by `plugins check`, and stops no migration."""
        core = [config for config in apps.get_app_configs() if config.label not in plugin_labels()]
        return {**super().get_check_kwargs(options), "app_configs": core}

    def execute(self, *args: Any, **options: Any) -> Any:
        refuse_database(options["wait"])  # before Django's own checks, which ask the database
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        failures: dict[str, str] = {}
        try:
            if options["app_label"]:
                super().handle(*args, **options)  # one app was asked for: its failure is the answer
            else:
                with isolation(failures):
                    super().handle(*args, **options)
        finally:
            if not (options["plan"] or options["check_unapplied"]) and has_records():
                record(failures)
        for plugin, reason in failures.items():
            self.stderr.write(self.style.WARNING(f"The tables of {plugin} are not up to date: {reason}"))
            self.stderr.write(
                f"Everything else was migrated; {plugin} is not called until this succeeds: repair it, or take it "
                "off AIXPLORE_PLUGINS, and run `manage.py migrate` again."
            )

    def migration_progress_callback(self, action: str, *args: Any, **options: Any) -> None:
        if action == "apply_failed" and self.verbosity >= 1:
            self.stdout.write(self.style.ERROR(" FAILED, rolled back"))
        super().migration_progress_callback(action, *args, **options)


def refuse_database(wait: float) -> None:
    """CommandError for a database that the site cannot use, such as one of another version, before anything changes."""
    found = wait_and_run_checks(MIGRATION_CHECKS, wait)
    if wrong := [each for each in found if each.level is Level.ERROR]:
        lines = [f"{each.check}: {each.message} {each.remedy}" for each in wrong]
        raise CommandError("\n".join(["Nothing was migrated.", *lines]))


@contextmanager
def isolation(failures: dict[str, str]) -> Iterator[None]:
    """Give Django's command, which names its executor as a global of its module, ours instead."""
    original = django.MigrationExecutor
    django.MigrationExecutor = partial(IsolatingExecutor, failures)
    try:
        yield
    finally:
        django.MigrationExecutor = original


def has_records() -> bool:
    return BrokenMigration._meta.db_table in connection.introspection.table_names()
