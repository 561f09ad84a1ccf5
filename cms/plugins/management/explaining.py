"""What `plugins list` and `plugins why` answer, as JSON-ready values; tables are made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from cms.plugins.admin.details import describe_contributions, iterate_switches, jobs, settings_rows
from cms.plugins.api.contributions import Job
from cms.plugins.loader.inspection import SPECS
from cms.plugins.loader.records import Plugin
from cms.plugins.models import JobRun
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.migrating import find_missing_migrations, load_pending_migrations
from cms.plugins.runtime.overview import Overview, overviews
from cms.publishing.models import Delivery

__all__ = ["SHOWN", "explain_plugin", "list_plugins"]

Facts = dict[str, Any]
SHOWN = 20
"""How many errors and deliveries are shown of one plugin."""


def list_plugins() -> list[Facts]:
    """One row for each plugin that was found or is allowed. state: see `Condition`; off_on: sites where it is off."""
    return [
        {
            "name": each.name,
            "version": each.version,
            "state": each.condition.value,
            "off_on": [row["where"] for row in list_switches(each.name) if not row["on"]],
            "slot": each.slot,
            "hooks": sorted(each.plugin.hooks),
            "errors": len(each.errors),
            "source": each.plugin.candidate.source,
            "reason": each.last_error,
        }
        for each in overviews()
    ]


def explain_plugin(shown: Overview) -> Facts:
    """Everything about one plugin. Secrets among its settings are dots."""
    plugin = shown.plugin
    return {
        "name": shown.name,
        "state": shown.condition.value,
        "reason": shown.reason,
        "source": plugin.candidate.source,
        "manifest": plugin.manifest.model_dump(mode="json") if plugin.manifest else {},
        "settings": list(set_values(plugin)),
        "contributions": describe_contributions(plugin),
        "hooks": [hook_facts(plugin.name, hook) for hook in sorted(plugin.hooks)],
        "switches": list_switches(plugin.name),
        "open_breakers": list(shown.open_breakers),
        "errors": format_timestamps(shown.errors),
        "earlier_errors": format_timestamps(shown.earlier_errors),
        "deliveries": deliveries(plugin.name),
        "jobs": [job_facts(job, run) for job, run in jobs(plugin)],
        "changes_without_migration": find_missing_migrations().get(plugin.name, []),
        "pending_migrations": load_pending_migrations().get(plugin.name, []),
    }


def format_timestamps(errors: list[Facts]) -> list[Facts]:
    """Failures with the moment of each in words."""
    return [{**each, "at": format_time(datetime.fromtimestamp(each["at"], UTC))} for each in errors[:SHOWN]]


def list_switches(plugin: str) -> list[Facts]:
    """Where a plugin is on: for all sites, then for each."""
    return [{"where": str(each["label"]), "on": each["on"]} for each in iterate_switches(plugin)]


def set_values(plugin: Plugin) -> Iterator[Facts]:
    for name, value, origin in settings_rows(plugin):
        yield {"name": name, "value": json.loads(json.dumps(value, default=str)), "from": str(origin)}


def hook_facts(plugin: str, hook: str) -> Facts:
    """A hook, and what this process counted of it and of the functions that came through it."""
    counted = [
        each
        for (owner, place), each in platform().caller.statistics.items()
        if owner == plugin and place.partition(".")[0] == hook
    ]
    calls, failures = sum(each.calls for each in counted), sum(each.failures for each in counted)
    return {"hook": hook, "kind": str(SPECS[hook].kind), "calls": calls, "failures": failures}


def deliveries(plugin: str) -> Facts:
    """Events that it was not told yet: how many wait, how many were set aside, and the last that failed."""
    open_ones = Delivery.objects.filter(subscriber=plugin, delivered_at=None)
    failed = open_ones.filter(Q(dead=True) | ~Q(last_error="")).select_related("event").order_by("-pk")
    return {
        "waiting": open_ones.filter(dead=False).count(),
        "dead": open_ones.filter(dead=True).count(),
        "failed": [
            {
                "hook": each.event.hook,
                "event_at": format_time(each.event.created_at),
                "attempts": each.attempts,
                "dead": each.dead,
                "error": each.last_error,
            }
            for each in failed[:SHOWN]
        ],
    }


def job_facts(job: Job, run: JobRun | None) -> Facts:
    """A job and its last run; started, finished and message are empty before the first."""
    return {
        "job": job.name,
        "every": job.schedule(),
        "description": str(job.description),
        "started": format_time(run.started_at) if run and run.started_at else "",
        "finished": format_time(run.finished_at) if run and run.finished_at else "",
        "succeeded": run.succeeded if run and run.finished_at else None,
        "message": run.message if run else "",
    }


def format_time(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
