"""Failures of plugins, apart by whether they are of the code that is installed now or of an earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cms.plugins.loader.manifest import FILE
from cms.plugins.loader.records import Plugin

__all__ = ["has_changed_since", "separate_failures"]

Failure = dict[str, Any]


def separate_failures(plugin: Plugin, failures: Iterable[Failure]) -> tuple[list[Failure], list[Failure]]:
    """The failures of the plugin's present code, and those of an earlier version or of code that was changed since."""
    failures = list(failures)
    if not failures:
        return [], []
    version = plugin.manifest.version if plugin.manifest else ""
    changed = get_code_time(plugin)
    earlier = [
        each for each in failures if each["at"] < changed or (each.get("version") or version) != version
    ]
    return [each for each in failures if each not in earlier], earlier


def has_changed_since(plugin: Plugin, moment: float) -> bool:
    """Whether the plugin's code was written after a moment (seconds since 1970)."""
    return moment < get_code_time(plugin)


def get_code_time(plugin: Plugin) -> float:
    """When the newest file of the plugin's code was written; 0 where its folder is not known."""
    folder = plugin.candidate.folder
    if folder is None:
        return 0.0
    files = (each for each in [folder / FILE, *folder.rglob("*.py")] if is_code(folder, each))
    return max((modified_at(each) for each in files), default=0.0)


def is_code(folder: Path, file: Path) -> bool:
    """Whether a file belongs to what runs, and not to the plugin's tests."""
    return "tests" not in file.relative_to(folder).parts


def modified_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:  # it went meanwhile
        return 0.0
