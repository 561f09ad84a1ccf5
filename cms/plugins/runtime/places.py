"""Where the core calls a plugin: the names that stand in logs, metrics and the list of failures."""

from __future__ import annotations

from collections.abc import Iterator

from cms.plugins.api.contributions import Contribution, MergeRule, PermissionFilter
from cms.plugins.api.lists import CollectionFacet, CollectionFilter, ViewerRows
from cms.plugins.api.markers import Kind
from cms.plugins.api.providers import SlotProvider
from cms.plugins.loader.inspection import SPECS
from cms.plugins.loader.records import Plugin

__all__ = ["list_places"]

DATA = (CollectionFacet, CollectionFilter, MergeRule, ViewerRows)
"""Contributions without a function to call."""


def list_places(plugin: Plugin) -> Iterator[str]:
    """Everything of a plugin that the core calls once it is loaded, by the names that stand in logs and metrics."""
    for hook in plugin.hooks:
        spec = SPECS[hook]
        if spec.kind is not Kind.COLLECT:
            yield hook
        elif spec.returns is not None:
            for item in plugin.contributions:
                if isinstance(item, spec.returns):
                    yield from list_place_names(hook, item)


def list_place_names(hook: str, item: Contribution) -> list[str]:
    """Of a contribution's functions; those of a slot's provider are named after the slot, and data has none."""
    if isinstance(item, DATA) or (isinstance(item, PermissionFilter) and not callable(item.rule)):
        return []
    if isinstance(item, SlotProvider):
        return [f"{item.slot_name}.{name}" for name in item.calls if getattr(item, name)]
    return [f"{hook}.{item.name}"]
