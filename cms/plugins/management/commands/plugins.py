"""manage.py plugins: what runs and why, checks for CI, a new plugin, uninstalling one, and its jobs.

`list`, `check` and `why` log nothing, unless `--verbosity 2` or `--traceback` is given: see cms.__main__.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedTable
from rich.table import Table
from rich.text import Text

from cms.base.metrics_port import serve_counted
from cms.operations.models import Role
from cms.operations.presence import SchedulerRuns, announce
from cms.plugins.management import checking, explaining, running, scaffolding, showing, uninstalling
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.overview import Overview, overview
from cms.plugins.runtime.preparing import prepare


class Command(BaseCommand):
    help = "Manage plugins: list, explain, check, create or uninstall them, and run their jobs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="action", required=True, metavar="list|check|why|new|…")
        for name, text in (
            ("list", "every plugin in a line"),
            ("check", "what is wrong; exit 1 if anything is"),
        ):
            commands.add_parser(name, help=text).add_argument("--json", action="store_true")
        why = commands.add_parser("why", help="show all details of one plugin")
        why.add_argument("name")
        why.add_argument("--json", action="store_true")
        new = commands.add_parser("new", help="write a plugin whose own tests pass")
        new.add_argument("name", help="snake_case: it names the folder, the tables and the settings")
        new.add_argument(
            "--dir", type=Path, default=None, metavar="FOLDER", help="target folder (default: plugins/)"
        )
        self.add_uninstall(
            commands.add_parser("uninstall", help="uninstall a plugin, with or without its data")
        )
        jobs = commands.add_parser("run-jobs", help="run due jobs, and deliver due events")
        how = jobs.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="run once, for cron (the default)")
        how.add_argument("--forever", action="store_true", help=f"every {running.PAUSE:g} s until SIGTERM")
        jobs.add_argument("--json", action="store_true", help="print a JSON object for each round")

    def add_uninstall(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        data = parser.add_mutually_exclusive_group(required=True)
        data.add_argument("--keep-data", action="store_true", help="keep its tables and settings")
        data.add_argument("--purge", action="store_true", help="drop its tables and all its records")
        parser.add_argument("--no-input", action="store_true", help="do not ask for confirmation")

    def handle(self, *args: Any, **options: Any) -> None:
        given = Namespace(**options)
        if given.action in ("list", "check", "why"):
            prepare()
        try:
            getattr(self, f"do_{given.action}".replace("-", "_"))(given)
        except ProgrammingError as error:
            if not isinstance(error.__cause__, UndefinedTable):
                raise
            raise CommandError(checking.NOT_MIGRATED.replace("the", "The", 1)) from error
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {str(error).strip()}") from error

    def do_list(self, given: Namespace) -> None:
        rows = explaining.list_plugins()
        self.answer(given, rows, showing.listing(rows))

    def do_check(self, given: Namespace) -> None:
        found = [asdict(each) for each in checking.problems(platform())]
        if given.json or found:
            self.answer(given, found, showing.build_problem_tables(found))
        if found:
            count = f"{len(found)} problem{'s' if len(found) > 1 else ''}."
            raise CommandError(f"{count} The log with tracebacks: --verbosity 2.", returncode=1)
        if not given.json:
            self.stdout.write(
                self.style.SUCCESS(f"Nothing is wrong: {len(platform().get_loaded_plugins())} plugins run.")
            )

    def do_why(self, given: Namespace) -> None:
        facts = explaining.explain_plugin(self.get_plugin(given.name))
        self.answer(given, facts, showing.explanation(facts))

    def do_new(self, given: Namespace) -> None:
        try:
            made = scaffolding.write_plugin(given.name, given.dir)
        except scaffolding.BadName as error:
            raise CommandError(str(error)) from error
        self.stdout.write(made.next_steps())

    def do_uninstall(self, given: Namespace) -> None:
        plugin = self.get_plugin(given.name).plugin
        try:
            plan = uninstalling.plan_uninstallation(plugin, purge=given.purge)
            self.stdout.write(plan.announcement())
            if not given.no_input and input("Type the plugin's name to go on: ") != plugin.name:
                raise CommandError("Nothing was changed.")
            plan.execute()
        except uninstalling.UninstallationError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(plan.describe_next_steps())

    def do_run_jobs(self, given: Namespace) -> None:
        if given.forever:
            try:
                with serve_counted(), announce(Role.SCHEDULER, f"scheduler-{uuid4()}"):
                    running.run_forever(lambda done: self.print_round(given, done))
            except SchedulerRuns as error:
                raise CommandError(str(error)) from error
        else:
            done = running.once()
            self.print_round(given, done)
            if done.has_failures:
                raise CommandError("A job failed.", returncode=1)

    def print_round(self, given: Namespace, done: running.Round) -> None:
        self.stdout.write(json.dumps(asdict(done)) if given.json else "\n".join(done.lines()))

    def get_plugin(self, name: str) -> Overview:
        """A plugin that was found; CommandError names near ones."""
        if found := overview(name):
            return found
        near = get_close_matches(name, platform().plugins, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "`manage.py plugins list` names all."
        raise CommandError(f"There is no plugin {name}. {hint}")

    def answer(self, given: Namespace, facts: Any, items: Sequence[Table | Text]) -> None:
        """Facts as JSON, or as tables."""
        if given.json:
            self.stdout.write(json.dumps(facts, indent=2, ensure_ascii=False))
        else:
            colour = given.force_color or (self.stdout.isatty() and not given.no_color)
            self.stdout.write(showing.render_items(items, colour))
