"""Where the value of a plugin's setting comes from. The environment wins over the file, and both over the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.plugins.loader.configuration import Sources
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import decisions

__all__ = ["ORIGINS", "find_fixed_source", "get_origin"]

ORIGINS = {
    "environment": _("environment"),
    "file": _("settings file"),
    "admin": _("admin"),
    "default": _("default"),
}


def find_fixed_source(plugin: str, name: str) -> str:
    """ "environment" or "file" when the admin cannot change the value; empty when it can."""
    sources = platform().sources
    if name in Sources(environment=sources.environment).values(plugin, {}):
        return "environment"
    return "file" if name in sources.file.get(plugin, {}) else ""


def get_origin(plugin: str, name: str) -> str:
    """A key of ORIGINS."""
    own = decisions().settings.get(plugin, {})
    return find_fixed_source(plugin, name) or ("admin" if name in own else "default")
