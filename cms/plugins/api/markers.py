"""How hooks are declared and implemented, and the four ways in which they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import pluggy

__all__ = ["HOOK_API", "PROJECT", "Budget", "HookSpec", "Kind", "get_hook_spec", "hookimpl", "hookspec"]

PROJECT = "aixplore"
HOOK_API = "1.8"
"""Version of the hook specifications: the first number changes when a plugin could break, the second when one, or
a part of one, is added. A manifest names the range it was written for (`hook_api = ">=1,<2"`)."""

hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of the plugin's module as the implementation of the hook of its name. A hook that does not exist, an
argument that it does not have, `async def` and wrappers refuse the plugin."""
_pluggy_spec = pluggy.HookspecMarker(PROJECT)
Function = TypeVar("Function", bound=Callable[..., Any])


class Kind(StrEnum):
    """What a failing implementation means for everybody else."""

    COLLECT = "collect"
    """Called once at start; what it returns is registered. A plugin that fails is refused whole."""
    NOTIFY = "notify"
    """Told after commit by the background worker, one plugin at a time; a failure is retried for that plugin alone."""
    DECIDE = "decide"
    """Asked while something waits for the answer; no answer counts as the strictest one (fail closed)."""
    DECORATE = "decorate"
    """May add to a value; a failure leaves the value as it was (fail open)."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one call may cost: seconds by the clock, and SQL statements."""

    seconds: float
    statements: int


BUDGETS = {
    Kind.COLLECT: Budget(5.0, 0),
    Kind.NOTIFY: Budget(30.0, 1000),
    Kind.DECIDE: Budget(1.0, 20),
    Kind.DECORATE: Budget(0.5, 10),
}


@dataclass(frozen=True, slots=True)
class HookSpec:
    """What is known of a hook: its name, kind, the version that brought it, what it returns, and its budget.

    returns: the type of one result; for COLLECT every element of the returned list is one. writes: it may change rows.
    """

    name: str
    kind: Kind
    since: str
    returns: type | None
    budget: Budget
    writes: bool


def hookspec(
    kind: Kind,
    *,
    since: str,
    returns: type | None = None,
    budget: Budget | None = None,
    writes: bool | None = None,
) -> Callable[[Function], Function]:
    """Mark a function of `cms.plugins.api.hookspecs` as the specification of a hook. Notify hooks may write unless told
    otherwise, all others may not."""

    def mark(function: Function) -> Function:
        may_write = kind is Kind.NOTIFY if writes is None else writes
        spec = HookSpec(function.__name__, kind, since, returns, budget or BUDGETS[kind], may_write)
        function.hook_spec = spec  # type: ignore[attr-defined]
        return _pluggy_spec(function)

    return mark


def get_hook_spec(function: Any) -> HookSpec | None:
    """The HookSpec of a function that `hookspec` marked."""
    return getattr(function, "hook_spec", None)
