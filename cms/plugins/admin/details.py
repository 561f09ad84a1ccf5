"""What the page of one plugin shows, gathered from everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, Site

from cms.plugins.admin.origins import ORIGINS, get_origin
from cms.plugins.api.contributions import Job
from cms.plugins.loader.configuration import redact_settings
from cms.plugins.loader.records import Plugin, State
from cms.plugins.models import JobRun
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import decisions
from cms.plugins.runtime.overview import Overview
from cms.publishing.models import Delivery

__all__ = ["details"]

SHOWN = 20


def details(shown: Overview) -> dict[str, Any]:
    """The context of the page."""
    plugin = shown.plugin
    dead = Delivery.objects.filter(subscriber=plugin.name, dead=True).select_related("event")
    return {
        "facts": [(label, value) for label, value in facts(plugin) if value],
        "personal_data": [(_(each.what), _(each.purpose)) for each in plugin.manifest.personal_data]
        if plugin.manifest
        else [],
        "contributions": describe_contributions(plugin),
        "switches": list(iterate_switches(plugin.name)) if plugin.state is State.LOADED else [],
        "settings": list(settings_rows(plugin)),
        "can_configure": bool(plugin.manifest and plugin.manifest.settings)
        and plugin.state in (State.LOADED, State.STANDBY),
        "calls": list(calls(shown)),
        "errors": add_timestamps(shown.errors),
        "earlier_errors": add_timestamps(shown.earlier_errors),
        "jobs": list(jobs(plugin)),
        "dead": list(dead.order_by("-event__created_at")[:SHOWN]),
        "dead_count": dead.count(),
        "log": list(load_log(plugin.name)),
    }


def add_timestamps(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Failures with their moments."""
    return [{**each, "at": datetime.fromtimestamp(each["at"], UTC)} for each in errors]


def facts(plugin: Plugin) -> Iterator[tuple[str, str]]:
    """Of the manifest, for people."""
    yield _("Source"), plugin.candidate.source
    if manifest := plugin.manifest:
        yield _("Version"), manifest.version
        yield _("Fills the slot"), manifest.slot or ""
        yield _("Capabilities"), ", ".join(manifest.capabilities)
        yield _("Can hide rows of"), ", ".join(manifest.guards)
        yield _("Requires"), ", ".join(manifest.requires)
        yield _("Called after"), ", ".join(manifest.after)
        yield _("Conflicts with"), ", ".join(manifest.conflicts)
        yield _("Hook API"), manifest.hook_api
        yield _("AiXplore"), manifest.core
    yield _("Hooks"), ", ".join(sorted(plugin.hooks))


def describe_contributions(plugin: Plugin) -> list[str]:
    return sorted(item.describe() for item in plugin.contributions)


def iterate_switches(plugin: str) -> Iterator[dict[str, Any]]:
    """The switch for all sites, then one for each site. own: it has a decision of its own."""
    decided = decisions()
    own = decided.switches.get(plugin, {})
    yield {
        "site": "",
        "label": _("All sites"),
        "on": decided.is_switched_on(plugin, None),
        "own": False,
    }
    for site in Site.objects.order_by("hostname", "port"):
        label, on = str(site), decided.is_switched_on(plugin, site.pk)
        yield {"site": site.pk, "label": label, "on": on, "own": str(site.pk) in own}


def settings_rows(plugin: Plugin) -> Iterator[tuple[str, Any, str]]:
    """Name, value and where it comes from; secrets are dots."""
    for name, value in redact_settings(plugin.settings).items():
        yield name, value, ORIGINS[get_origin(plugin.name, name)]


def calls(shown: Overview) -> Iterator[dict[str, Any]]:
    """What this process counted, by hook."""
    for (plugin, hook), counted in sorted(platform().caller.statistics.items()):
        if plugin == shown.name and counted.calls:
            yield {
                "hook": hook,
                "calls": counted.calls,
                "failures": counted.failures,
                "milliseconds": counted.seconds / counted.calls * 1000,
                "statements": counted.statements,
                "open": hook in shown.open_breakers,
            }


def jobs(plugin: Plugin) -> Iterator[tuple[Job, JobRun | None]]:
    """The jobs of a plugin with their last run."""
    runs = {run.job: run for run in JobRun.objects.filter(plugin=plugin.name)}
    for item in plugin.contributions:
        if isinstance(item, Job):
            yield item, runs.get(item.name)


def load_log(plugin: str) -> Iterator[tuple[ModelLogEntry, str]]:
    """What people decided about a plugin lately, newest first, with the sentence that says it."""
    entries = ModelLogEntry.objects.filter(action__startswith="extensions.", data__plugin=plugin)
    for entry in entries.select_related("user").order_by("-timestamp")[:SHOWN]:
        yield entry, str(entry.message)
