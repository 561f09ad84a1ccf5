"""The plugins of this process: loaded in order, their contributions registered, their hooks called in isolation."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

import pluggy
import structlog

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.contributions import Contribution
from cms.plugins.api.errors import CallFailed, PluginRefused, TryLater
from cms.plugins.api.events import Event
from cms.plugins.api.hookspecs import MODULES
from cms.plugins.api.markers import PROJECT, Budget
from cms.plugins.loader.configuration import Sources
from cms.plugins.loader.discovery import Candidate
from cms.plugins.loader.inspection import SPECS
from cms.plugins.loader.reasons import explain
from cms.plugins.loader.records import Answer, Plugin, RegisteredItem, State
from cms.plugins.loader.resolution import Selection, resolve
from cms.plugins.runtime.calls import Caller
from cms.plugins.runtime.loading import configure, load_plugin, locate_error

__all__ = ["Platform"]

Item = TypeVar("Item", bound=Contribution)
logger = structlog.get_logger(__name__)


class Platform:
    """Made from what was found and chosen; no code of a plugin runs before `load`.

    plugins: by name, in the order in which they are called. shadowed: those whose name was taken. is_on: whether an
    operator left a plugin switched on; set from outside, for this layer knows no database.
    """

    def __init__(
        self,
        candidates: Iterable[Candidate] = (),
        selection: Selection | None = None,
        sources: Sources | None = None,
        caller: Caller | None = None,
    ) -> None:
        self.selection = selection or Selection((), {}, "0")
        self.sources = sources or Sources()
        self.caller = caller or Caller()
        self.is_on: Callable[[str], bool] = lambda plugin: True
        self.plugins: dict[str, Plugin] = {}
        self.shadowed: list[Plugin] = []
        self._by_kind: dict[type[Contribution], list[Any]] = {}
        self._refused: list[Plugin] = []
        self._manager = pluggy.PluginManager(PROJECT)
        for module in MODULES:
            self._manager.add_hookspecs(module)
        self._resolve(candidates)

    def _resolve(self, candidates: Iterable[Candidate]) -> None:
        result = resolve(candidates, self.selection)
        missing = [Candidate(name, "", "AIXPLORE_PLUGINS") for name in result.missing]
        result.refused += [
            (candidate, Reason(_("it is allowed, but was not found."))) for candidate in missing
        ]
        self.plugins = {candidate.name: Plugin(candidate) for candidate in result.accepted}
        for state in (State.STANDBY, State.REFUSED, State.PASSIVE):
            for candidate, reason in getattr(result, state):
                self._keep(Plugin(candidate, state, reason))

    def _keep(self, plugin: Plugin) -> None:
        if plugin.name in self.plugins:
            self.shadowed.append(plugin)
        else:
            self.plugins[plugin.name] = plugin
        if plugin.state is State.REFUSED:
            self._refused.append(plugin)
            log_refusal(plugin)

    def load(self) -> None:
        """Import, check and register every accepted plugin. What is wrong with one refuses that one alone."""
        for plugin in self.plugins.values():
            if plugin.state is State.WAITING:
                try:
                    module = load_plugin(plugin, self.plugins, self.caller, self.sources)
                    self._manager.register(module, plugin.name)
                    plugin.state = State.LOADED
                except (PluginRefused, pluggy.PluginValidationError) as error:
                    self.refuse(plugin.name, explain(error))
        self._by_kind.clear()
        self._manager.check_pending()
        for name in self.implementers("ready"):
            try:
                self.run(name, "ready")
            except CallFailed as error:
                place = locate_error(self.plugins[name], error)
                values = {"reason": error.reason, "place": place}
                self.refuse(name, Reason("ready: %(reason)s%(place)s", values))
        self.caller.loaded_at = time.time()

    def refuse(self, name: str, reason: str) -> None:
        """Take a plugin out; nothing of it is called from now on."""
        plugin = self.plugins[name]
        plugin.state, plugin.reason = State.REFUSED, reason
        plugin.contributions, plugin.hooks = [], {}
        self._by_kind.clear()
        self._refused.append(plugin)
        if self._manager.has_plugin(name):
            self._manager.unregister(name=name)
        log_refusal(plugin)

    def configure(self, name: str, admin: Mapping[str, Any]) -> None:
        """Take over settings made in the admin; PluginRefused, and nothing changed, when they are wrong."""
        configure(self.plugins[name], self.sources, admin)

    def get_loaded_plugins(self) -> list[Plugin]:
        return [plugin for plugin in self.plugins.values() if plugin.state is State.LOADED]

    def contributions(self, kind: type[Item]) -> list[RegisteredItem[Item]]:
        """Everything of one kind that the loaded plugins contributed, in their order."""
        found = self._by_kind.get(kind)
        if found is None:
            found = self._by_kind[kind] = [
                RegisteredItem(plugin.name, item)
                for plugin in self.get_loaded_plugins()
                for item in plugin.contributions
                if isinstance(item, kind)
            ]
        return found

    @contextmanager
    def limit_contributors(self, names: Collection[str]) -> Iterator[None]:
        """Let only these plugins contribute while the block runs. For commands: other threads see the same."""
        aside = {
            each.name: each.contributions for each in self.get_loaded_plugins() if each.name not in names
        }
        try:
            for name in aside:
                self.plugins[name].contributions = []
            self._by_kind.clear()
            yield
        finally:
            for name, contributions in aside.items():
                self.plugins[name].contributions = contributions
            self._by_kind.clear()

    def get_unguarded_models(self) -> list[tuple[str, str]]:
        """Models that a plugin wants to hide rows of but cannot, because it was refused: (plugin, model label)."""
        if not self._refused:  # asked for each statement
            return []
        return [
            (plugin.name, label)
            for plugin in self._refused
            for label in (plugin.manifest.guards if plugin.manifest else ())
        ]

    def implementers(self, hook: str) -> list[str]:
        """The plugins that implement a hook, in the order in which they are called."""
        return [plugin.name for plugin in self.get_loaded_plugins() if hook in plugin.hooks]

    def active(self, hook: str) -> list[str]:
        """Those of them that are switched on."""
        return [plugin for plugin in self.implementers(hook) if self.is_on(plugin)]

    def run(
        self, plugin: str, hook: str, passed_on: tuple[type[BaseException], ...] = (), **arguments: Any
    ) -> Any:
        """Call one plugin's implementation of a hook; CallFailed, also for an answer of the wrong type. passed_on:
        exceptions that are answers, not failures."""
        function, spec = self.plugins[plugin].hooks[hook], SPECS[hook]
        wanted = {name: arguments[name] for name in parameter_names(function)}
        value = self.caller.call(
            plugin, hook, function, wanted, spec.budget, writes=spec.writes, passed_on=passed_on
        )
        if value is not None and spec.returns is not None and not isinstance(value, spec.returns):
            wrong = f"it answered {type(value).__name__}: return {spec.returns.__name__}."
            raise self.caller.record(plugin, hook, wrong)
        return value

    def notify(self, plugin: str, event: Event) -> None:
        """Tell one plugin of an event; CallFailed or TryLater when it has to be told again."""
        self.run(plugin, event.hook, passed_on=(TryLater,), event=event)

    def decide(self, hook: str, **arguments: Any) -> list[Answer]:
        """Ask every plugin; the caller treats a failed answer as the strictest one."""
        return [self._decision(plugin, hook, arguments) for plugin in self.active(hook)]

    def _decision(self, plugin: str, hook: str, arguments: Mapping[str, Any]) -> Answer:
        try:
            return Answer(plugin, self.run(plugin, hook, **arguments))
        except CallFailed:
            return Answer(plugin, failed=True)

    def decorate(self, hook: str, value: Any, **arguments: Any) -> Any:
        """Let every plugin add to a value, one after the other; a failing one leaves it as it was."""
        for plugin in self.active(hook):
            try:
                value = self.run(plugin, hook, value=value, **arguments)
            except CallFailed:
                continue
        return value

    def call(
        self, plugin: str, name: str, function: Callable[..., Any], budget: Budget, *, writes: bool = False,
        passed_on: tuple[type[BaseException], ...] = (), **arguments: Any,
    ) -> Any:  # fmt: skip
        """Call a function that a plugin contributed, as hooks are called; `name` stands for it in the records."""
        return self.caller.call(plugin, name, function, arguments, budget, writes=writes, passed_on=passed_on)


@lru_cache(maxsize=1024)
def parameter_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """What a hook implementation takes; it may leave out arguments of the specification."""
    return tuple(inspect.signature(function).parameters)


def log_refusal(plugin: Plugin) -> None:
    remedy = f"manage.py plugins why {plugin.name}"
    logger.error("plugin_refused", plugin=plugin.name, reason=plugin.reason, remedy=remedy)
