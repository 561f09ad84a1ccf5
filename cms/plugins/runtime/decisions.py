"""What operators decided about plugins, known to every process within seconds.

The decisions are rows; all of them together are kept under one key of the cache, and every process looks there again
after PLUGIN_REFRESH_SECONDS. A change drops the key on commit. A process that read the rows just before may still put
the old ones back, so the cache keeps them for KEPT seconds only: an old decision holds for both times at most.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from cms.plugins.api.errors import FeatureDisabled, PluginRefused
from cms.plugins.loader.records import State
from cms.plugins.runtime.platform import Platform

__all__ = [
    "Decisions",
    "attach",
    "decisions",
    "forget_on_commit",
    "is_on",
    "last_errors",
    "load_errors",
    "require_on",
]

KEY = "plugins:decisions"
ERRORS_KEY = "plugins:errors:{}"
KEPT = 2
ERRORS_KEPT = 20
KEPT_SECONDS = 7 * 24 * 3600
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Decisions:
    """switches: plugin to (site key, or "" for all sites) to on or off. settings: plugin to values made in the admin.
    broken: plugin to why its tables are out of date."""

    switches: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)

    def is_on(self, plugin: str, site: int | None) -> bool:
        """Switched on, and its tables are as it needs them."""
        return plugin not in self.broken and self.is_switched_on(plugin, site)

    def is_switched_on(self, plugin: str, site: int | None) -> bool:
        switches = self.switches.get(plugin, {})
        return switches.get(str(site or ""), switches.get("", True))


@dataclass(slots=True)
class DecisionCache:
    """What this process knows, and until when it believes it."""

    platform: Platform | None = None
    decisions: Decisions = field(default_factory=Decisions)
    until: float = 0.0


_known = DecisionCache()


def attach(platform: Platform) -> None:
    """Make this module the journal of a platform's failures, and what it asks whether a plugin is on."""
    _known.platform = platform
    platform.is_on = is_on
    platform.caller.journal = CacheJournal()


def decisions() -> Decisions:
    """The decisions in force; at most one look at the cache every PLUGIN_REFRESH_SECONDS."""
    if time.monotonic() >= _known.until:
        found = cache.get(KEY)
        apply_decisions(Decisions(**found) if found else read())
    return _known.decisions


def read() -> Decisions:
    """From the database, and into the cache."""
    from cms.plugins.models import BrokenMigration, PluginConfiguration, PluginSwitch

    switches: dict[str, dict[str, bool]] = {}
    for plugin, site, enabled in PluginSwitch.objects.values_list("plugin", "site", "enabled"):
        switches.setdefault(plugin, {})[str(site or "")] = enabled
    found = Decisions(
        switches,
        dict(PluginConfiguration.objects.values_list("plugin", "values")),
        dict(BrokenMigration.objects.values_list("plugin", "reason")),
    )
    cache.set(KEY, asdict(found), KEPT)
    return found


def apply_decisions(found: Decisions) -> None:
    """Act on decisions until the next look."""
    before, _known.decisions = _known.decisions, found
    _known.until = time.monotonic() + settings.PLUGIN_REFRESH_SECONDS
    for plugin in {*before.settings, *found.settings}:
        if before.settings.get(plugin) != found.settings.get(plugin):
            reconfigure(plugin, found.settings.get(plugin, {}))


def reconfigure(plugin: str, values: Mapping[str, Any]) -> None:
    """New settings from the admin; wrong ones are logged, and the old ones stay. No code of a plugin that was refused
    is run for them."""
    known = _known.platform.plugins.get(plugin) if _known.platform else None
    if _known.platform and known and known.state in (State.LOADED, State.STANDBY):
        try:
            _known.platform.configure(plugin, values)
        except PluginRefused as error:
            logger.error("plugin_settings_refused", plugin=plugin, reason=str(error))


def forget_on_commit() -> None:
    """Something was decided: forget what is known, here at once and elsewhere at the next look."""
    transaction.on_commit(forget)


def forget() -> None:
    cache.delete(KEY)
    _known.until = 0.0


def is_on(plugin: str, site: int | None = None) -> bool:
    """Whether a plugin is in force: for a site, or (None) where no site is asked, as in jobs."""
    return decisions().is_on(plugin, site)


def require_on(plugin: str, site: int | None = None) -> None:
    """FeatureDisabled when the plugin is switched off."""
    if not is_on(plugin, site):
        raise FeatureDisabled(plugin)


class CacheJournal:
    """Keeps the last failures of each plugin where every process can read them."""

    def record_failure(self, plugin: str, hook: str, reason: str, opened: bool) -> None:
        key = ERRORS_KEY.format(plugin)
        entry = {
            "hook": hook, "reason": reason[:500], "at": time.time(), "opened": opened,
            "version": get_plugin_version(plugin),
        }  # fmt: skip
        cache.set(key, [entry, *(cache.get(key) or [])][:ERRORS_KEPT], KEPT_SECONDS)

    def record_recovery(self, plugin: str, hook: str, before: float) -> None:
        """Drop the failures of a place that happened before this process loaded the plugins: it was repaired since."""
        key = ERRORS_KEY.format(plugin)
        entries = cache.get(key) or []
        left = [each for each in entries if each["hook"] != hook or each["at"] >= before]
        if len(left) < len(entries):
            cache.set(key, left, KEPT_SECONDS)


def get_plugin_version(plugin: str) -> str:
    """The version of a plugin in this process; empty when it has no manifest."""
    known = _known.platform.plugins.get(plugin) if _known.platform else None
    return known.manifest.version if known and known.manifest else ""


def last_errors(plugin: str) -> list[dict[str, Any]]:
    """The newest failures of a plugin in any process: hook, reason, at (seconds since 1970), opened its breaker,
    version of the plugin."""
    return load_errors([plugin])[plugin]


def load_errors(plugins: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Those of several plugins, in one look at the cache."""
    plugins = list(plugins)
    kept = cache.get_many([ERRORS_KEY.format(plugin) for plugin in plugins])
    return {plugin: kept.get(ERRORS_KEY.format(plugin)) or [] for plugin in plugins}
