"""Problems of the plugins of a site, for CI and for developers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core import checks
from django.db import DatabaseError, ProgrammingError
from psycopg.errors import UndefinedTable

from cms.plugins.api.errors import PluginRefused
from cms.plugins.loader.records import State
from cms.plugins.runtime import jobs
from cms.plugins.runtime.decisions import decisions
from cms.plugins.runtime.failures import has_changed_since
from cms.plugins.runtime.migrating import find_missing_migrations, load_pending_migrations, plugin_labels
from cms.plugins.runtime.platform import Platform

__all__ = ["NOT_MIGRATED", "Problem", "problems"]

SETTING = re.compile(r"AIXPLORE_PLUGIN_([A-Z0-9_]+?)__")
RUNNING = (State.LOADED, State.STANDBY)
NAMED = 3
"""Changes without a migration that are named, of each plugin."""
NOT_MIGRATED = (
    "the database has no tables yet: run `migrate` first (`aixplore migrate` or `manage.py migrate`)."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """plugin: its name, or the setting of AiXplore that is wrong. problem: what is wrong and what to do."""

    plugin: str
    problem: str


def problems(platform: Platform) -> list[Problem]:
    """Everything that is wrong; nothing when the list is empty."""
    found = [
        *find_refused_plugins(platform), *find_misplaced_settings(platform),
        *failed_checks(platform), *find_stale_models(platform),
    ]  # fmt: skip
    try:
        return found + list(find_database_problems(platform)) + list(failed_jobs(platform))
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        return [*found, Problem("DATABASE_URL", NOT_MIGRATED)]
    except DatabaseError as error:
        reason = str(error).strip().partition("\n")[0]
        return [*found, Problem("DATABASE_URL", f"the migrations cannot be read from the database: {reason}")]


def find_refused_plugins(platform: Platform) -> Iterator[Problem]:
    """Plugins that do not run although they should, and names on the allow-list that no plugin has."""
    for plugin in (*platform.plugins.values(), *platform.shadowed):
        if plugin.state is State.REFUSED:
            yield Problem(plugin.name, plugin.reason)


def find_misplaced_settings(platform: Platform) -> Iterator[Problem]:
    """Slots and settings of plugins that are not there: a slip of the pen, most likely."""
    for slot in platform.selection.slots:
        for name in platform.selection.list_slot_plugins(slot):
            found = platform.plugins.get(name)
            if found is None or found.state is State.PASSIVE:
                why = "is not allowed: add it to AIXPLORE_PLUGINS" if found else "was not found"
                yield Problem("AIXPLORE_PLUGIN_SLOTS", f"the slot {slot!r} is given to {name}, which {why}.")
    variables = {each[1].lower() for each in map(SETTING.match, platform.sources.environment) if each}
    for name in sorted({*variables, *platform.sources.file} - set(platform.plugins)):
        yield Problem(name, "it has settings, but no plugin of this name was found.")


def failed_checks(platform: Platform) -> Iterator[Problem]:
    """Errors that Django's own checks find in the app of a plugin."""
    for name in list_installed_plugins(platform):
        found = checks.run_checks(app_configs=[apps.get_app_config(name)], tags=[checks.Tags.models])
        for each in found:
            if each.is_serious() and each.id:
                yield Problem(name, f"{each.obj}: {each.msg} ({each.id})")


def find_stale_models(platform: Platform) -> Iterator[Problem]:
    """Plugins whose models were changed after their last migration was written."""
    missing = find_missing_migrations()
    for name in list_installed_plugins(platform):
        if sentences := missing.get(name):
            more = f" and {len(sentences) - NAMED} more" if len(sentences) > NAMED else ""
            changes = f"{'; '.join(sentences[:NAMED])}{more}"
            remedy = f"Run `manage.py makemigrations {name}`, then `manage.py migrate`"
            yield Problem(name, f"its models have changes that no migration makes: {changes}. {remedy}.")


def find_database_problems(platform: Platform) -> Iterator[Problem]:
    """What only the database knows: migrations that failed or wait, and settings made in the admin."""
    decided, waiting = decisions(), load_pending_migrations()
    for name in list_installed_plugins(platform):
        if name in decided.broken:
            yield Problem(name, f"{decided.broken[name]} Repair it, then run `manage.py migrate`.")
        elif name in waiting:
            yield Problem(name, f"migrations wait: {', '.join(waiting[name])}. Run `manage.py migrate`.")
    for name, plugin in platform.plugins.items():
        if plugin.state in RUNNING:
            try:
                platform.configure(name, decided.settings.get(name, {}))
            except PluginRefused as error:
                yield Problem(name, str(error))


def failed_jobs(platform: Platform) -> Iterator[Problem]:
    """Jobs whose last run failed, unless their code was changed since; they are tried again by themselves."""
    for run in jobs.find_failed_runs():
        ended = run.finished_at or run.started_at
        if ended is None or not has_changed_since(platform.plugins[run.plugin], ended.timestamp()):
            when = f" at {ended.isoformat(sep=' ', timespec='seconds')}" if ended else ""
            yield Problem(run.plugin, f"the last run of its job {run.job} failed{when}: {run.message}")


def list_installed_plugins(platform: Platform) -> list[str]:
    """Plugins that have an app here and are not refused."""
    labels = plugin_labels()
    return [name for name, each in platform.plugins.items() if name in labels and each.state in RUNNING]
