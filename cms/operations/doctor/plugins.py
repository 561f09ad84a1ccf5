"""Plugins that were refused when the site started, for their settings, a file of a secret, or their code."""

from __future__ import annotations

from collections.abc import Iterator

from cms.operations.doctor.findings import Finding, fine, warn
from cms.plugins.loader.records import State
from cms.plugins.runtime.current import platform

__all__ = ["check_plugins", "find_refused"]

REMEDY = (
    "Correct what it names, or take the plugin out of AIXPLORE_PLUGINS; the site runs without it until then."
)


def check_plugins() -> Iterator[Finding]:
    """None was refused. It asks no database."""
    refused = find_refused()
    for name, reason in refused.items():
        yield warn(f"plugin.{name}", f"It was refused: {' '.join(reason.split())}", REMEDY)
    if not refused:
        yield fine("plugins", "None was refused.")


def find_refused() -> dict[str, str]:
    """Why each refused plugin was refused, by its name."""
    found = platform().plugins.values()
    return {each.name: str(each.reason) for each in found if each.state is State.REFUSED}
