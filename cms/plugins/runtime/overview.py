"""How every plugin stands, for people: what became of it, and what an operator or its own failures made of that."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from cms.base.choices import TextChoices
from cms.base.reasons import as_reason
from cms.plugins.loader.records import Plugin, State
from cms.plugins.runtime.breaker import PAUSE
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import Decisions, decisions, last_errors, load_errors
from cms.plugins.runtime.failures import separate_failures
from cms.plugins.runtime.places import list_places

__all__ = ["Condition", "Overview", "open_breakers", "overview", "overviews"]

SETTINGS_PLACE = "settings"
"""Where the settings model of a plugin is called: it is no hook."""


class Condition(TextChoices):
    """The state of a plugin, or what stands in its way although it is loaded."""

    LOADED = "loaded", _("loaded")
    OFF = "off", _("off")
    BREAKER_OPEN = "breaker open", _("breaker open")
    BROKEN = "tables out of date", _("tables out of date")
    STANDBY = "standby", _("standby")
    REFUSED = "refused", _("refused")
    PASSIVE = "passive", _("passive")
    WAITING = "waiting", _("waiting")


@dataclass(frozen=True)
class Overview:
    """One plugin. open_breakers: hooks that are not called for now. errors: see `last_errors`, newest first.
    earlier_errors: those of an earlier version, or of code that was changed since."""

    plugin: Plugin
    condition: Condition
    reason: str = ""
    open_breakers: tuple[str, ...] = ()
    errors: list[dict[str, Any]] = field(default_factory=list)
    earlier_errors: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.plugin.name

    @property
    def version(self) -> str:
        return self.plugin.manifest.version if self.plugin.manifest else ""

    @property
    def slot(self) -> str:
        return (self.plugin.manifest.slot or "") if self.plugin.manifest else ""

    @property
    def summary(self) -> str:
        return gettext(self.plugin.manifest.summary) if self.plugin.manifest else ""

    @property
    def runs(self) -> bool:
        """Whether nothing stands in its way."""
        return self.condition is Condition.LOADED

    @property
    def last_error(self) -> str:
        """Why it does not run, or its newest failure."""
        newest = f"{self.errors[0]['hook']}: {self.errors[0]['reason']}" if self.errors else ""
        return self.shown_reason or newest

    @property
    def shown_reason(self) -> str:
        """Why it does not run, in the active language."""
        return as_reason(self.reason).show()


def overviews() -> Iterator[Overview]:
    """Every plugin that was found, by name; the loaded ones first."""
    known = [*platform().plugins.values(), *platform().shadowed]
    errors = load_errors(plugin.name for plugin in known)
    for plugin in sorted(known, key=lambda each: (each.state is not State.LOADED, each.name)):
        yield describe(plugin, decisions(), errors[plugin.name])


def overview(name: str) -> Overview | None:
    """One plugin; None when there is none of that name."""
    plugin = platform().plugins.get(name)
    return describe(plugin, decisions(), last_errors(name)) if plugin else None


def describe(plugin: Plugin, decided: Decisions, errors: list[dict[str, Any]]) -> Overview:
    if plugin.state is not State.LOADED:
        current, earlier = separate_failures(plugin, errors)
        return Overview(
            plugin, Condition(plugin.state.value), plugin.reason, errors=current, earlier_errors=earlier
        )
    places = {*list_places(plugin), SETTINGS_PLACE}
    errors = [
        each for each in errors if each["hook"] in places
    ]  # others are gone, or it would not have been loaded
    breakers = open_breakers(plugin.name, errors)
    condition = Condition.LOADED
    reason = decided.broken.get(plugin.name, "")
    if plugin.name in decided.broken:
        condition = Condition.BROKEN
    elif not decided.is_switched_on(plugin.name, None):
        condition = Condition.OFF
    elif breakers:
        condition = Condition.BREAKER_OPEN
    return Overview(plugin, condition, reason, breakers, *separate_failures(plugin, errors))


def open_breakers(plugin: str, errors: list[dict[str, Any]]) -> tuple[str, ...]:
    """Hooks of a plugin whose breaker is open in this process, or was opened by another one a moment ago."""
    own = {
        hook
        for (name, hook), breaker in list(platform().caller.breakers.items())
        if name == plugin and breaker.is_open
    }
    elsewhere = {each["hook"] for each in errors if each["opened"] and time.time() - each["at"] < PAUSE}
    return tuple(sorted(own | elsewhere))
