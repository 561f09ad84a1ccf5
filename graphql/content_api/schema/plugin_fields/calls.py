"""From a GraphQL resolver into a plugin: switched on, allowed, within budget, and every failure masked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cms.plugins.api.contributions import Policy
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import is_on
from cms.plugins.runtime.policies import allows
from content_api.access.context import ReadContext
from content_api.errors import FeatureOff, Forbidden, PluginFailed, Unauthenticated
from content_api.schema.rejections import api_error

READ = Budget(2.0, 10)
WRITE = Budget(5.0, 50)


def require(plugin: str, policy: Policy | None, context: ReadContext) -> None:
    """FeatureOff, Unauthenticated or Forbidden when this viewer cannot use it on this site now."""
    require_on(plugin, context)
    if policy is not None and not allows(policy, context.actor):
        if context.actor.is_anonymous:
            raise Unauthenticated("Sign in to use this.")
        raise Forbidden(f"This needs: {policy.name}.")


def require_on(plugin: str, context: ReadContext) -> None:
    """FeatureOff when the plugin is switched off for this site."""
    if not is_on(plugin, context.site.site.pk if context.site.site else None):
        raise FeatureOff("This feature is switched off.", plugin=plugin)


def ask(
    plugin: str,
    name: str,
    function: Callable[[], Any],
    find_problem: Callable[[Any], str],
    *,
    writes: bool = False,
    passed_on: tuple[type[BaseException], ...] = (),
) -> Any:
    """What the plugin's function answers; PluginFailed for whatever else, also for an answer with a problem.

    find_problem: says for operators what is wrong with an answer; empty when nothing is. passed_on: rejections of what
    the caller sent, which are raised as they are and are no failures.
    """
    budget = WRITE if writes else READ
    try:
        value = platform().call(plugin, name, function, budget, writes=writes, passed_on=passed_on)
        if problem := find_problem(value):
            raise platform().caller.record(plugin, name, problem)
    except CallFailed as error:
        raise PluginFailed(error) from error
    return value


def ask_rejecting(
    plugin: str,
    name: str,
    function: Callable[[], Any],
    find_problem: Callable[[Any], str],
    rejections: tuple[type[BaseException], ...],
) -> Any:
    """As `ask`, for reads: a rejection becomes the error of the field, and the circuit breaker does not count it."""
    try:
        return ask(plugin, name, function, find_problem, passed_on=rejections)
    except rejections as error:
        raise api_error(error) from error  # type: ignore[arg-type]
