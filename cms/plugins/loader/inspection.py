"""Looking at a plugin's module before any hook of it is called."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from difflib import get_close_matches
from types import ModuleType
from typing import Any

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.errors import PluginRefused
from cms.plugins.api.hookspecs import MODULES
from cms.plugins.api.markers import PROJECT, HookSpec, get_hook_spec

__all__ = ["SPECS", "check_implementations", "implementations"]

SPECS: dict[str, HookSpec] = {
    spec.name: spec for module in MODULES for value in vars(module).values() if (spec := get_hook_spec(value))
}
"""Every hook by name."""

SIGNATURES = {
    spec.name: tuple(inspect.signature(value).parameters)
    for module in MODULES
    for value in vars(module).values()
    if (spec := get_hook_spec(value))
}


def implementations(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions of a module that carry @hookimpl, by the hook that they are for."""
    found = {}
    for name, value in vars(module).items():
        options = getattr(value, f"{PROJECT}_impl", None)
        if options is not None:
            found[options["specname"] or name] = value
    return found


def check_implementations(module: ModuleType) -> None:
    """PluginRefused for a hook that does not exist, an argument it does not have, `async def`, or a wrapper."""
    found = implementations(module)
    if not found:
        raise PluginRefused(
            _("%(module)s implements no hook: mark its functions with @hookimpl."), module=module.__name__
        )
    for hook, function in found.items():
        check_name(hook)
        check_form(hook, function)
        check_arguments(hook, function)


def check_name(hook: str) -> None:
    if hook not in SPECS:
        near = get_close_matches(hook, SPECS, n=1)
        hint = Reason(_("See docs/reference/hooks.md."))
        if near:
            hint = Reason(_("Did you mean %(name)s?"), {"name": near[0]})
        raise PluginRefused(_("there is no hook %(hook)s. %(hint)s"), hook=hook, hint=hint)


def check_form(hook: str, function: Callable[..., Any]) -> None:
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise PluginRefused(
            _("%(hook)s is `async def`, but hooks are not awaited: make it a plain function."), hook=hook
        )
    options = getattr(function, f"{PROJECT}_impl")
    if options["wrapper"] or options["hookwrapper"]:
        raise PluginRefused(
            _("%(hook)s is a wrapper around other plugins, which cannot be isolated: return a value."),
            hook=hook,
        )


def check_arguments(hook: str, function: Callable[..., Any]) -> None:
    unknown = [name for name in inspect.signature(function).parameters if name not in SIGNATURES[hook]]
    if unknown:
        raise PluginRefused(
            _("%(hook)s has no argument %(names)s: it takes %(expected)s."),
            hook=hook,
            names=", ".join(unknown),
            expected=", ".join(SIGNATURES[hook]) or Reason(_("no arguments")),
        )
