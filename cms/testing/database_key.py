"""What decides the content of a migrated database, as one hash: a kept database is used only while it is the same."""

from __future__ import annotations

import hashlib
import re
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_migrate, pre_migrate

from cms.identity.roles import registry

__all__ = ["compute_key", "find_sources"]

SETTING = re.compile(rb"\bsettings(?:, ?[\"']|\.)([A-Z][A-Z0-9_]+)")
IMPORT = re.compile(r"^ *(?:from +(\.*)([\w.]*) +)?import +(\([^)]*\)|.+)", re.MULTILINE)
INSTALLED = tuple({sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")})


def compute_key() -> str:
    """A hash of migrations, the code they call, the settings it reads, models, installed packages and the server."""
    facts = (
        sys.version_info[:2],
        connection.pg_version,
        find_packages(),
        registry.describe(),
        describe_models(),
    )
    digest = hashlib.sha256(repr(facts).encode())
    read: set[bytes] = set()
    for name, file in sorted(find_sources().items()):
        content = file.read_bytes()
        digest.update(name.encode() + hashlib.sha256(content).digest())
        read.update(SETTING.findall(content))
    for each in sorted(read):
        value = getattr(settings, each.decode(), None)
        if not isinstance(value, Path):  # checkouts share dumps wherever they stand
            digest.update(each + repr(value).encode())
    return digest.hexdigest()[:32]


def find_packages() -> list[str]:
    """Names and versions of what is installed, as the folders of their metadata say."""
    return sorted(each.name for each in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def describe_models() -> list[tuple[str, ...]]:
    """What of the models becomes rows after migrating: content types and permissions."""
    return sorted(
        (model._meta.label, *model._meta.default_permissions, *map(repr, model._meta.permissions))
        for model in apps.get_models(include_auto_created=True)
    )


def find_sources() -> dict[str, Path]:
    """The files of all migrations, of what listens to migrating and of what these import, by module.

    Imports are followed into what is not installed as a package of a fixed version.
    """
    sources = dict(find_migrations())
    waiting = [*sources, *find_receivers()]
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        file = sources.get(name) or find_file(name)
        if file is None or str(file).startswith(INSTALLED):
            continue
        sources[name] = file
        new = set(find_imports(name, file)) - seen
        seen |= new
        waiting += new
    return sources


def find_migrations() -> Iterator[tuple[str, Path]]:
    for config in apps.get_app_configs():
        package, _ = MigrationLoader.migrations_module(config.label)
        spec = find_spec(package) if package and find_file(package) else None
        for folder in spec.submodule_search_locations or () if spec else ():
            yield from ((f"{package}.{file.stem}", file) for file in Path(folder).glob("*.py"))


def find_receivers() -> Iterator[str]:
    """The modules of the functions that run before and after migrating."""
    for signal, config in product((pre_migrate, post_migrate), apps.get_app_configs()):
        yield from (each.__module__ for each in signal._live_receivers(config)[0])


def find_file(module: str) -> Path | None:
    """The file of a module; None when there is none, such as for a name that is a function."""
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin) if spec and spec.has_location and spec.origin else None


def find_imports(name: str, file: Path) -> Iterator[str]:
    """The modules that a module imports, and the names that may be modules, but for those of installed packages."""
    package = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
    for dots, module, names in IMPORT.findall(file.read_text()):
        above = package[: len(package) - len(dots) + 1] if dots else []
        base = [*above, *filter(None, [module])]
        found = (".".join([*base, each]) for each in ("", *re.findall(r"[\w.]+", names)))
        yield from (each.strip(".") for each in found if not is_installed(each.partition(".")[0]))


@cache
def is_installed(package: str) -> bool:
    """Whether a package has a version of its own, which its files do not change without."""
    file = find_file(package) if package else None
    return file is None or str(file).startswith(INSTALLED)
