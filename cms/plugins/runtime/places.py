"""Where the core calls a plugin: the names that stand in logs, metrics and the list of failures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from cms.plugins.api.contributions import Contribution
from cms.plugins.api.markers import Kind
from cms.plugins.loader.inspection import SPECS
from cms.plugins.loader.records import Plugin

__all__ = ["places_of"]


def places_of(plugin: Plugin) -> Iterator[str]:
    """Everything of a plugin that the core calls once it is loaded, by the names that stand in logs and metrics."""
    for hook in plugin.hooks:
        spec = SPECS[hook]
        if spec.kind is not Kind.COLLECT:
            yield hook
        elif spec.returns is not None:
            for item in plugin.contributions:
                if isinstance(item, spec.returns):
                    yield from names_of(plugin, hook, item)


def names_of(plugin: Plugin, hook: str, item: Contribution) -> list[str]:
    """Of a contribution's functions; those of a slot's provider are named after the slot."""
    slot = plugin.manifest.slot if plugin.manifest else None
    if slot is None or not hook.endswith("_provider"):
        return [f"{hook}.{item.name}"]
    return [f"{slot}.{each.name}" for each in fields(item) if callable(getattr(item, each.name))]
