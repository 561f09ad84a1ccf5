"""Slots: features of the site that a plugin fills, each with the one plugin that was chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cms.plugins.api.markers import Budget
from cms.plugins.api.ratings import RatingProvider
from cms.plugins.runtime.current import platform

__all__ = ["rating_provider"]

READ = Budget(1.0, 3)
CHANGE = Budget(2.0, 20)
REBUILD = Budget(3600.0, 1_000_000)


def rating_provider() -> RatingProvider | None:
    """The provider that fills the slot "ratings"; None when no plugin does, or it is switched off. Its functions raise
    CallFailed, and nothing else, and `apply` undoes what it did when it fails."""
    found = platform().contributions(RatingProvider)
    if not found or not platform().is_on(found[0].plugin):
        return None
    plugin, provider = found[0].plugin, found[0].item
    return replace(
        provider,
        load=guarded(plugin, "ratings.load", provider.load, READ, "solutions"),
        apply=guarded(plugin, "ratings.apply", provider.apply, CHANGE, "change", writes=True),
        recompute=guarded(
            plugin, "ratings.recompute", provider.recompute, REBUILD, "reviews", "now", writes=True
        ),
    )


def guarded(
    plugin: str,
    name: str,
    function: Callable[..., Any],
    budget: Budget,
    *arguments: str,
    writes: bool = False,
) -> Callable[..., Any]:
    """The same function, called as hooks are called."""

    def call(*values: Any, **named: Any) -> Any:
        given = {**dict(zip(arguments, values, strict=False)), **named}
        return platform().call(plugin, name, function, budget, writes=writes, **given)

    return call
