"""The provider that fills a slot: a feature of the site for which one plugin of several is chosen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from cms.plugins.api.providers import SlotProvider
from cms.plugins.runtime.current import platform

__all__ = ["slot"]

Provider = TypeVar("Provider", bound=SlotProvider)


def slot(kind: type[Provider]) -> Provider | None:
    """The provider that fills a slot, as in `slot(RatingProvider)`; None when no plugin does, or it is switched
    off. Its functions raise CallFailed, and nothing else; one that writes undoes what it did when it fails."""
    found = platform().contributions(kind)
    if not found or not platform().is_on(found[0].plugin):
        return None
    plugin, provider = found[0].plugin, found[0].item
    guarded: dict[str, Any] = {name: partial(call_provider, plugin, provider, name) for name in kind.calls}
    return replace(provider, **guarded)


def call_provider(plugin: str, provider: SlotProvider, name: str, *values: Any, **named: Any) -> Any:
    """Call one function of a provider as hooks are called."""
    call, function = provider.calls[name], getattr(provider, name)
    given: dict[str, Any] = {**dict(zip(call.arguments, values, strict=False)), **named}
    place = f"{provider.slot_name}.{name}"
    return platform().call(plugin, place, function, call.budget, writes=call.writes, **given)
