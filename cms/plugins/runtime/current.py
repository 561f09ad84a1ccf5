"""The platform of this process. Settings make it, the app registry loads it, and everybody else asks for it here."""

from __future__ import annotations

from typing import TypeVar, cast

from pydantic import BaseModel

from cms.plugins.api.errors import PluginError
from cms.plugins.runtime.platform import Platform

__all__ = ["boot", "platform", "settings_of"]

Model = TypeVar("Model", bound=BaseModel)

_platform = Platform()


def boot(made: Platform) -> Platform:
    """Make this the platform of the process."""
    global _platform
    _platform = made
    return made


def platform() -> Platform:
    """The platform; one without plugins before settings have made it."""
    return _platform


def settings_of(model: type[Model]) -> Model:
    """The settings of the plugin whose manifest names this model, as they are now; ask again for each use.

    model: the pydantic model itself, as in `settings = "my_plugin.settings:Settings"`. Secrets (`SecretStr`) are read
    by `.get_secret_value()`. PluginError when no plugin names the model.
    """
    path = f"{model.__module__}:{model.__name__}"
    for plugin in _platform.plugins.values():
        if plugin.manifest and plugin.manifest.settings == path:
            if plugin.settings is None:
                _platform.configure(plugin.name, {})  # it stands by
            return cast(Model, plugin.settings)
    raise PluginError(f"No plugin that was found names {path} as its settings.")
