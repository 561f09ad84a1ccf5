"""Plugins as Django apps: what goes wrong while Django imports one refuses the plugin, and the site starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.errors import PluginRefused
from cms.plugins.loader.migration_checks import check_migrations
from cms.plugins.loader.reasons import explain
from cms.plugins.loader.records import Plugin, State
from cms.plugins.runtime.loading import safe_import
from cms.plugins.runtime.platform import Platform

__all__ = ["app_configs"]


def app_configs(platform: Platform) -> Iterator[str]:
    """Paths of the apps of the plugins that run or stand by, for INSTALLED_APPS. Settings are being read, so only
    their `apps.py` is imported."""
    for plugin in platform.plugins.values():
        if plugin.state in (State.WAITING, State.STANDBY) and plugin.manifest and plugin.manifest.app:
            try:
                guard(platform, plugin, load_app_config(plugin, plugin.manifest.app))
                yield plugin.manifest.app
            except PluginRefused as error:
                platform.refuse(plugin.name, explain(error))


def load_app_config(plugin: Plugin, path: str) -> type[AppConfig]:
    """The class of the app, once it was seen that Django can make an app of it."""
    module = safe_import(plugin, path.rpartition(".")[0])
    config = getattr(module, path.rpartition(".")[2], None)
    if not (isinstance(config, type) and issubclass(config, AppConfig)):
        raise PluginRefused(_("app = %(path)s in its manifest is not an AppConfig."), path=repr(path))
    try:
        made = AppConfig.create(path)
    except Exception as error:
        raise PluginRefused(_("its app cannot be made: %(error)s"), error=error) from error
    if made.label != plugin.name:
        raise PluginRefused(
            _("its app is labelled %(label)s: label it %(name)s, like the plugin."),
            label=repr(made.label),
            name=repr(plugin.name),
        )
    return config


def guard(platform: Platform, plugin: Plugin, config: Any) -> None:
    """Put a net under what Django calls of an app: its imports and its `ready`."""
    import_models, ready = config.import_models, config.ready

    def import_safely(self: AppConfig) -> None:
        try:
            import_models(self)
            check_migrations(self.label, f"{self.name}.migrations")
        except BaseException as error:
            forget(platform, plugin, self, error)

    def ready_safely(self: AppConfig) -> None:
        if plugin.state is not State.REFUSED:
            try:
                ready(self)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                values = {"type": type(error).__name__, "error": error}
                reason = Reason(_("ready() of its app raised %(type)s: %(error)s"), values)
                platform.refuse(plugin.name, reason)  # its models stay: others may point to them by now

    config.import_models, config.ready = import_safely, ready_safely


def forget(platform: Platform, plugin: Plugin, config: Any, error: BaseException) -> None:
    """Refuse the plugin, and leave nothing of its app for Django to trip over."""
    if isinstance(error, KeyboardInterrupt):
        raise error
    apps.all_models[config.label].clear()
    config.models = apps.all_models[config.label]
    apps.clear_cache()
    settings.MIGRATION_MODULES[config.label] = None
    values = {"app": config.name, "type": type(error).__name__, "error": error}
    problem = Reason(_("its app %(app)s cannot be imported: %(type)s: %(error)s"), values)
    platform.refuse(plugin.name, explain(error) if isinstance(error, PluginRefused) else problem)
