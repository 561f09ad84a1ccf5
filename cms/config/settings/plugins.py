"""From the environment to the platform of plugins, and their Django apps."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from django.db import connections

from cms.config.settings.env import CODE_DIR, Environment
from cms.plugins.loader.configuration import Sources
from cms.plugins.loader.discovery import discover, folders
from cms.plugins.loader.resolution import EVERY, Selection
from cms.plugins.runtime.calls import Caller
from cms.plugins.runtime.current import boot
from cms.plugins.runtime.installing import app_configs
from cms.plugins.runtime.platform import Platform

BUNDLED = CODE_DIR / "plugins"


def read_slots(text: str) -> dict[str, str]:
    """The plugins of each slot, from `slot:plugin` or `slot:plugin/fallback`, separated by commas."""
    return dict(entry.strip().split(":") for entry in text.split(",") if entry.strip())


def install_plugins(env: Environment, *, only_bundled: bool) -> list[str]:
    """Find and choose the plugins of this process; what to add to INSTALLED_APPS.

    only_bundled: what may run when AIXPLORE_PLUGINS is empty: the plugins that come with AiXplore, or all.
    """
    default = [folder.name for folder in folders(BUNDLED)] if only_bundled else [EVERY]
    slots = read_slots(Environment.model_fields["aixplore_plugin_slots"].default) | read_slots(
        env.aixplore_plugin_slots
    )
    selection = Selection(tuple(env.words("aixplore_plugins") or default), slots, version("aixplore"))
    extra = list(map(Path, env.words("aixplore_plugins_dir")))
    made = Platform(
        discover(BUNDLED, "plugins", extra),
        selection,
        Sources.read(env.aixplore_plugin_settings, env.variables()),
        Caller(trace=env.aixplore_trace_hooks),
    )
    configs = list(app_configs(boot(made)))
    connections.__dict__.pop("settings", None)  # plugins may have asked for it before DATABASES was there
    return configs
