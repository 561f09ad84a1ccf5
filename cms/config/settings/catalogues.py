"""Where translations of texts are: one folder in each of our packages, and one in each plugin that brings its own."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import GNUTranslations
from pathlib import Path

from cms.plugins.loader.discovery import find_installed

__all__ = ["find_broken_catalogues", "list_catalogue_folders"]

PACKAGES = ("cms", "content_types", "graphql/content_api", "content_api")


def list_catalogue_folders(code: Path, plugin_folders: Iterable[Path]) -> list[Path]:
    """The folders `locale`. Those of plugins are left out when one of their files cannot be read: Django would answer
    no request in that language."""
    own = [path for name in PACKAGES if (path := code / name / "locale").is_dir()]
    return [*own, *(each for each in list_plugin_folders(code, plugin_folders) if not list_broken(each))]


def find_broken_catalogues(code: Path, plugin_folders: Iterable[Path]) -> list[Path]:
    """The files of plugins that cannot be read."""
    return [file for each in list_plugin_folders(code, plugin_folders) for file in list_broken(each)]


def list_plugin_folders(code: Path, plugin_folders: Iterable[Path]) -> list[Path]:
    found = [
        path for folder in (code / "plugins", *plugin_folders) for path in sorted(folder.glob("*/locale"))
    ]
    installed = [each.folder / "locale" for each in find_installed() if each.folder]
    own = [path for path in found if path.parent.name[0] not in "._"]
    return [*own, *(path for path in installed if path.is_dir() and path not in own)]


def list_broken(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.glob("*/LC_MESSAGES/*.mo")) if not is_readable(file)]


def is_readable(file: Path) -> bool:
    """Whether this is a compiled catalogue."""
    try:
        with file.open("rb") as content:
            GNUTranslations(content)
    except Exception:  # whatever is in the file, gettext raises what its bytes lead to
        return False
    return True
