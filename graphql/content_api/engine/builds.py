"""What an answer depends on beside the database: the code, the packages and the settings of the process."""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed

from cms.base.once import once

__all__ = ["compute_build"]

PACKAGES = ("cms", "content_types", "content_api", "plugins")


@once
def compute_build() -> str:
    """A hash that processes share which answer alike: those of one installation with the same settings."""
    digest = blake2b(digest_size=16)
    for text in (*list_files(), *list_packages(), *list_settings()):
        digest.update(text.encode(errors="replace") + b"\0")
    return digest.hexdigest()


def list_files() -> Iterator[str]:
    """The source files, each with its size and the moment of its last change."""
    for package in PACKAGES:
        found = find_spec(package)
        for folder in found.submodule_search_locations or () if found else ():
            for file in sorted(Path(folder).rglob("*.py")):
                facts = file.stat()
                yield f"{file} {facts.st_size} {facts.st_mtime_ns}"


def list_packages() -> Iterator[str]:
    """Names and versions of what is installed, as the folders of their metadata say."""
    yield from sorted(each.name for each in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def list_settings() -> Iterator[str]:
    for name in sorted(name for name in dir(settings) if name.isupper()):
        yield f"{name} {describe(getattr(settings, name))}"


def describe(value: Any) -> str:
    """A value as each process writes it: nothing of where an object lies in memory, and sets in an order."""
    match value:
        case str() | int() | float() | None:
            return repr(value)
        case dict():
            return str([f"{describe(key)} {describe(value[key])}" for key in sorted(value, key=str)])
        case list() | tuple():
            return str([describe(each) for each in value])
        case set() | frozenset():
            return str(sorted(describe(each) for each in value))
    return type(value).__qualname__


setting_changed.connect(lambda **_: compute_build.cache_clear(), weak=False)  # in tests alone
