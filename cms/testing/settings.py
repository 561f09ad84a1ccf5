"""Other settings of a plugin for one test."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from cms.plugins.loader.configuration import Sources, load_settings
from cms.testing.breaking import get_loaded_plugin

__all__ = ["changed_settings"]


def changed_settings(name: str, values: dict[str, Any]) -> BaseModel:
    """The plugin's settings with other values; PluginRefused when they are unknown or wrong, as at start."""
    plugin = get_loaded_plugin(name)
    if plugin.settings is None:
        raise ValueError(f"{name} has no settings: its manifest names no model.")
    now = {key: getattr(plugin.settings, key) for key in type(plugin.settings).model_fields}
    made: Any = load_settings(name, plugin.settings_model, Sources(file={name: {**now, **values}}), {})
    return made
