"""The providers that fill a slot: a feature of the site for which one plugin of several is chosen.

A slot may have further plugins that stand in while the first one fails (`AIXPLORE_PLUGIN_SLOTS=search:first/second`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

from cms.plugins.api.errors import CallFailed, ContributionError
from cms.plugins.api.providers import SlotProvider
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.runtime.current import platform

__all__ = ["SlotAnswer", "SlotEmpty", "ask_slot", "find_slot_plugin", "forget_failures", "list_slot", "slot"]

Provider = TypeVar("Provider", bound=SlotProvider)
Answer = TypeVar("Answer")

PAUSE = 5.0
"""Seconds for which a provider that failed is not asked, where another one stands in."""
_failed_at: dict[tuple[str, str], float] = {}


class SlotEmpty(LookupError):
    """No plugin fills the slot."""


@dataclass(frozen=True, slots=True)
class SlotAnswer(Generic[Answer]):
    """plugin: the name of the one that answered."""

    value: Answer
    plugin: str


def slot(kind: type[Provider]) -> Provider | None:
    """The provider that fills a slot, as in `slot(RatingProvider)`; None when no plugin does, or it is switched
    off. Its functions raise CallFailed, and nothing else; one that writes undoes what it did when it fails."""
    found = list_registered(kind)
    return guard_calls(found[0]) if found else None


def find_slot_plugin(kind: type[Provider]) -> str:
    """The name of the plugin whose provider `slot` answers; empty when there is none."""
    found = list_registered(kind)
    return found[0].plugin if found else ""


def list_slot(kind: type[Provider]) -> list[Provider]:
    """The provider that fills a slot, and then those that stand in for it; each as `slot` answers it."""
    return [guard_calls(each) for each in list_registered(kind)]


def ask_slot(kind: type[Provider], ask: Callable[[Provider], Answer]) -> SlotAnswer[Answer]:
    """What the first provider answers that does not fail; CallFailed of the last one, and SlotEmpty without any.

    One that failed is not asked again for some seconds where others stand in, so that not every caller waits for it.
    """
    found = list_registered(kind)
    ready = [each for each in found if not has_just_failed(each)] or found[-1:]
    for each in ready:
        try:
            return SlotAnswer(ask(guard_calls(each)), each.plugin)
        except CallFailed:
            _failed_at[each.plugin, kind.slot_name] = time.monotonic()
            if each is ready[-1]:
                raise
    raise SlotEmpty(kind.slot_name)


def has_just_failed(registered: RegisteredItem[Any]) -> bool:
    failed = _failed_at.get((registered.plugin, registered.item.slot_name))
    return failed is not None and time.monotonic() - failed < PAUSE


def forget_failures() -> None:
    """Ask every provider again at once."""
    _failed_at.clear()


def list_registered(kind: type[Provider]) -> list[RegisteredItem[Provider]]:
    """The providers that are switched on, in the order in which they were chosen."""
    order = {name: place for place, name in enumerate(platform().selection.list_slot_plugins(kind.slot_name))}
    found = [each for each in platform().contributions(kind) if platform().is_on(each.plugin)]
    return sorted(found, key=lambda each: order.get(each.plugin, len(order)))


def guard_calls(registered: RegisteredItem[Provider]) -> Provider:
    plugin, provider = registered.plugin, registered.item
    guarded: dict[str, Any] = {
        name: partial(call_provider, plugin, provider, name)
        for name in provider.calls
        if getattr(provider, name) is not None
    }
    return replace(provider, **guarded)


def call_provider(plugin: str, provider: SlotProvider, name: str, *values: Any, **named: Any) -> Any:
    """Call one function of a provider as hooks are called."""
    call, function = provider.calls[name], getattr(provider, name)
    given: dict[str, Any] = {**dict(zip(call.arguments, values, strict=False)), **named}
    if call.check is not None:
        function = check_answers(function, call.check)
    if call.verify is not None:
        function = check_answers(function, partial(call.verify, provider, given))
    place = f"{provider.slot_name}.{name}"
    return platform().call(plugin, place, function, call.budget, writes=call.writes, **given)


def check_answers(
    function: Callable[..., Answer], check: Callable[[Any], str | None]
) -> Callable[..., Answer]:
    """The function, which fails when its answer is not what it should be."""

    def call(**given: Any) -> Answer:
        answer = function(**given)
        problem = check(answer)
        if problem is not None:
            raise ContributionError(problem)
        return answer

    return call
