"""Making a plugin fail on purpose, where every call into it passes: in the platform's own caller."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Any
from unittest.mock import patch

from cms.plugins.api.markers import Budget
from cms.plugins.loader.records import Plugin, State
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.places import list_places
from cms.plugins.runtime.slots import forget_failures

__all__ = ["Injection", "break_plugin", "reset_breakers"]

IMPATIENT = 0.05
"""Seconds that a call may take while it hangs: no test should have to wait for the real budget."""


@dataclass
class Injection:
    """calls: how often the broken function was reached."""

    calls: int = 0


@contextmanager
def break_plugin(
    name: str,
    hook: str,
    *,
    error: BaseException | type[BaseException] | None = None,
    hang: bool = False,
    exit: bool = False,
) -> Iterator[Injection]:
    """Let a loaded plugin fail in one place while the block runs: raise `error`, never answer, or call sys.exit().

    hook: a hook that the plugin implements ("moderate_review"), a contribution by its hook and name
    ("graphql_fields.bookmarkCount"), or a function of the slot that it fills ("ratings.load"). ValueError names what
    can be broken when there is no such place. The breaker of that place is closed before and after.
    """
    plugin = get_loaded_plugin(name)
    if hook not in (places := sorted(list_places(plugin))):
        raise ValueError(f"{name} has no {hook} to break. It has: {', '.join(places)}.")
    over, injection, caller = Event(), Injection(), platform().caller
    fault = chosen_fault(error, hang, exit, over)
    original = caller.call

    def call(
        called: str, place: str, function: Callable[..., Any], given: Any, budget: Budget, **options: Any
    ) -> Any:
        if (called, place) != (name, hook):
            return original(called, place, function, given, budget, **options)
        injection.calls += 1
        impatient = Budget(IMPATIENT, budget.statements) if hang else budget
        return original(called, place, lambda **arguments: fault(), given, impatient, **options)

    caller.breakers.pop((name, hook), None)
    with patch.object(caller, "call", call):
        try:
            yield injection
        finally:
            over.set()
            caller.breakers.pop((name, hook), None)


def chosen_fault(
    error: BaseException | type[BaseException] | None, hang: bool, leave: bool, over: Event
) -> Callable[[], object]:
    """The function that fails in the one way that was asked for."""
    if sum((error is not None, hang, leave)) != 1:
        raise ValueError("break_plugin: give one of error=…, hang=True and exit=True.")
    if hang:
        return over.wait

    def fail() -> object:
        raise SystemExit(3) if error is None else error

    return fail


def get_loaded_plugin(name: str) -> Plugin:
    """The plugin; ValueError when it is not there or was refused, with the reason."""
    plugin = platform().plugins.get(name)
    if plugin is None:
        raise ValueError(f"There is no plugin {name}. There are: {', '.join(platform().plugins)}.")
    if plugin.state is not State.LOADED:
        raise ValueError(f"The plugin {name} is {plugin.state}: {plugin.reason}")
    return plugin


def reset_breakers() -> None:
    """Close every breaker of the platform, and forget what was counted."""
    platform().caller.breakers.clear()
    platform().caller.statistics.clear()
    forget_failures()
