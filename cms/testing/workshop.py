"""Writing plugins in a folder, and loading them into a platform of their own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from textwrap import dedent

from cms.plugins.loader.configuration import Sources
from cms.plugins.loader.discovery import discover
from cms.plugins.loader.resolution import Selection
from cms.plugins.runtime.calls import Caller
from cms.plugins.runtime.platform import Platform

__all__ = ["JOB", "QUIET", "Workshop"]

QUIET = """
from cms.plugin_api import hookimpl

@hookimpl
def ready():
    pass
"""
JOB = """
from datetime import timedelta
from cms.plugin_api import Job, hookimpl

@hookimpl
def jobs():
    return [Job(name="tidy", run=lambda: "tidied", every=timedelta(days=1), description="Tidies.")]
"""


class Workshop:
    """A folder of plugins; `write` adds one, `load` gives the platform of all of them.

    Its plugins have no tables: Django's apps stand before the first test runs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []

    def write(
        self, name: str, code: str = QUIET, files: Mapping[str, str] = {}, /, **manifest: object
    ) -> str:
        """A plugin of this name. code: its plugin.py. files: text by path. manifest: other keys than the usual."""
        target = self.folder / name
        target.mkdir()
        values = {
            "name": name,
            "version": "1.0.0",
            "summary": "A test.",
            "hook_api": ">=1,<2",
            "core": ">=0.1",
        }
        lines = [f"{key} = {toml(value)}" for key, value in {**values, **manifest}.items()]
        (target / "manifest.toml").write_text("\n".join(lines))
        (target / "__init__.py").write_text("")
        (target / "plugin.py").write_text(dedent(code))
        for path, text in files.items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text(dedent(text))
        self.names.append(name)
        return name

    def platform(
        self, allowed: tuple[str, ...] = ("*",), slots: Mapping[str, str] = {}, sources: Sources | None = None
    ) -> Platform:
        """The platform before any code of a plugin ran. allowed and slots as in AIXPLORE_PLUGINS and
        AIXPLORE_PLUGIN_SLOTS."""
        found = [
            each
            for each in discover(self.folder / "none", "none", [self.folder])
            if each.folder and each.folder.parent == self.folder
        ]
        return Platform(found, Selection(allowed, slots, version("aixplore")), sources, Caller())

    def load(self, **options: object) -> Platform:
        """The loaded platform; the arguments are those of `platform`."""
        made = self.platform(**options)  # type: ignore[arg-type]
        made.load()
        return made

    def close(self) -> None:
        """Leave no trace in this process."""
        sys.path[:] = [path for path in sys.path if path != str(self.folder)]
        for module in list(sys.modules):
            if module.partition(".")[0] in self.names and str(self.folder) in str(
                sys.modules[module].__file__
            ):
                del sys.modules[module]


def toml(value: object) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {toml(each)}" for name, each in value.items()) + "}"
    return f'"{value}"'
