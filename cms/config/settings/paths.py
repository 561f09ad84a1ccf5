"""Checks of settings that name folders and files. A ValueError names the setting, the path and what to do."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from cms.http.networks import parse_networks

__all__ = ["PATH_CHECKS", "check_plugin_folder"]


def check_writable_folder(setting: str, path: Path) -> None:
    """The folder is there, or can be made."""
    if path.exists() and not path.is_dir():
        raise ValueError(f"{setting}: {path} is a file. Name a folder; it is created when it is missing")
    nearest = next(each for each in (path, *path.parents) if each.exists())
    if path != nearest and not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        raise ValueError(
            f"{setting}: {path} cannot be created in {nearest}. Create it, or name a folder of yours"
        )


def check_plugin_folder(setting: str, path: Path) -> None:
    """The folder is there and can be read; a plugin in it has to be a folder of its own."""
    if not path.is_dir():
        what = "is a file" if path.exists() else "does not exist"
        remedy = "Name the folder that holds it" if path.exists() else f"Create it (mkdir -p {path})"
        raise ValueError(f"{setting}: the folder {path} {what}. {remedy}, or correct the setting")
    if not os.access(path, os.R_OK | os.X_OK):
        raise ValueError(f"{setting}: {path} cannot be read by this user. Change its permissions")


def check_plugin_settings(setting: str, path: Path) -> None:
    """The file is TOML, with a table for each plugin."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(
            f"{setting}: {path} cannot be read: {error.strerror}. Create it, or correct the setting"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{setting}: {path} is not valid TOML: {error}. Correct it there") from error
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ValueError(
                f"{setting}: {path}: {name} is not a table. Write a plugin's settings under [its name]"
            )


def check_networks(setting: str, path: Path) -> None:
    """The file is text with a network a line."""
    try:
        parse_networks(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(
            f"{setting}: {path} cannot be read: {error.strerror}. Create it, or correct the setting"
        ) from error
    except ValueError as error:
        raise ValueError(f"{setting}: {path}: {error}. Correct it there") from error


def check_writable_place(setting: str, path: Path) -> None:
    """The file may be missing; its folder may not."""
    if not path.parent.is_dir() or path.is_dir():
        raise ValueError(
            f"{setting}: {path} is no place for a file. Create its folder, or correct the setting"
        )


PATH_CHECKS: Mapping[str, Callable[[str, Path], None]] = {
    "var_dir": check_writable_folder,
    "static_dir": check_writable_folder,
    "prometheus_multiproc_dir": check_writable_folder,
    "aixplore_plugin_settings": check_plugin_settings,
    "collect_data_centres": check_networks,
    "audit_anchor_file": check_writable_place,
}
"""The check of each setting that names one path."""
