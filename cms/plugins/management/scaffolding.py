"""`plugins new`: a copy of the template under another name, whose own tests pass at once."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path

from django.apps import apps
from django.conf import settings

from cms.plugins.runtime.current import platform

__all__ = ["BadName", "ScaffoldedPlugin", "write_plugin"]

BUNDLED: Path = settings.CODE_DIR / "plugins"
TEMPLATE = BUNDLED / "_template"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 50


class BadName(ValueError):
    """The plugin cannot be called so; the message says why."""


@dataclass(frozen=True, slots=True)
class ScaffoldedPlugin:
    """A plugin that was written to `folder`. bundled: it lies in plugins/ of this checkout."""

    name: str
    folder: Path
    bundled: bool

    def next_steps(self) -> str:
        """What to do now, as lines to copy."""
        if self.bundled:
            lines = [
                "manage.py migrate",
                f"python -m pytest plugins/{self.name}",
                "make schema",
                f"manage.py plugins why {self.name}",
            ]
        else:
            lines = [
                f"export AIXPLORE_PLUGINS_DIR={self.folder.parent}",
                "manage.py migrate",
                f"python -m pytest -p aixplore.testing -o aixplore_plugins={self.name} {self.folder}",
                f"manage.py plugins why {self.name}",
            ]
        listed = "\n".join(f"  {line}" for line in lines)
        return (
            f"Wrote {self.folder}: a field, a table, settings, a job, and tests of them. Next:\n\n{listed}\n"
        )


def write_plugin(name: str, target: Path | None = None) -> ScaffoldedPlugin:
    """Write a plugin into the folder `target` (None: plugins/ of the site); BadName, and nothing written, when it
    cannot be called so."""
    root = (target or settings.BASE_DIR / "plugins").absolute()
    bundled = root.resolve() == BUNDLED
    check_form(name)
    check_free(name, root, bundled)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix=".new-") as scratch:
        copy(Path(scratch) / name, name, f"plugins.{name}" if bundled else name)
        (Path(scratch) / name).rename(root / name)
    return ScaffoldedPlugin(name, root / name, bundled)


def check_form(name: str) -> None:
    if not NAME.fullmatch(name) or not 2 <= len(name) <= LONGEST:
        raise BadName(
            f"{name!r} is not a valid plugin name: use snake_case, such as reading_list, in 2 to {LONGEST} "
            "lower-case letters and digits."
        )
    if iskeyword(name):
        raise BadName(f"{name!r} is a word of Python's: choose another name.")


def check_free(name: str, root: Path, bundled: bool) -> None:
    """That nothing has the name already: a plugin, an app, a package that `import` would find first, or a folder."""
    if plugin := platform().plugins.get(name):
        raise BadName(f"{name!r} is taken by the plugin in {plugin.candidate.source}.")
    if name in apps.app_configs:
        raise BadName(f"{name!r} is taken by the app {apps.get_app_config(name).name}.")
    if (root / name).exists():
        raise BadName(f"{root / name} exists already.")
    if not bundled and (spec := find_spec(name)):
        raise BadName(f"{name!r} is taken: `import {name}` finds {spec.origin or 'another package'}.")


def copy(folder: Path, name: str, package: str) -> None:
    """The template with its placeholders replaced; `package` is how the plugin is imported."""
    words = name.split("_")
    camel = "".join(word.capitalize() for word in words)
    replacements = {
        "plugins._template": package,
        "example_name": name,
        "ExampleName": camel,
        "exampleName": camel[0].lower() + camel[1:],
        "Example name": " ".join(words).capitalize(),
    }
    shutil.copytree(TEMPLATE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in folder.rglob("*.*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for old, new in replacements.items():
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
