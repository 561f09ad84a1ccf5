"""AiXplore and a plugin from another repository, both installed as wheels: the site runs there, and so do its tests.

The virtual environment borrows the packages that the extra `testing` names, and those alone, from the one that runs this
test: nothing is downloaded, and what is used without being required is noticed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from uv import find_uv_bin

CHECKOUT = Path(__file__).resolve().parents[2]
HELLO = Path(__file__).parent / "aixplore_hello"
LOOK = """
import json, sys
import aixplore_hello, cms, content_api, content_types, plugins
from cms.plugins.runtime.current import platform
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

files = {each.__name__: each.__file__ for each in (aixplore_hello, cms, content_api, content_types, plugins)}
json.dump({
    "files": files,
    "folders": [str(settings.BASE_DIR), settings.MEDIA_ROOT.parent.name],
    "static": [finders.find(name) is not None for name in ("cms/admin.css", "content_api/graphiql/graphiql.js")],
    "template": get_template("cms/docs.html").origin.name,
    "plugins": {name: str(each.state) for name, each in platform().plugins.items()},
}, sys.stdout)
"""


@dataclass(frozen=True)
class Installed:
    """A virtual environment with both wheels, and an empty folder for the site."""

    folder: Path
    site: Path

    def run(
        self, program: str, *words: str, cwd: Path | None = None, given: Mapping[str, str] | None = None
    ) -> str:
        """What a program of the environment prints; it must succeed. Of our own environment it sees nothing."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        done = subprocess.run(
            [self.folder / "bin" / program, *words], cwd=cwd or self.site, env={**kept, **(given or {})},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
        return done.stdout


def build(project: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed_python(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    root = tmp_path_factory.mktemp("wheels")
    made = Installed(root / "venv", root / "site")
    made.site.mkdir()
    for project in (CHECKOUT, HELLO):
        build(project, root)
    uv = [find_uv_bin(), "--offline", "--no-cache", "--quiet"]
    subprocess.run([*uv, "venv", "--python", sys.executable, made.folder], check=True)
    python = made.folder / "bin" / "python"
    wheels = sorted(root.glob("*.whl"))
    subprocess.run([*uv, "pip", "install", "--no-deps", "--python", python, *wheels], check=True)
    link_packages(next(made.folder.glob("lib/python*/site-packages")))
    return made


def link_packages(target: Path) -> None:
    """Give the environment what `pip install 'aixplore[testing]'` would install there, and nothing else."""
    source = Path(sysconfig.get_path("purelib"))
    for name in sorted(needed_by("aixplore", "testing") - {"aixplore"}):
        for top in {file.parts[0] for file in distribution(name).files or () if file.parts[0] != ".."}:
            if not (target / top).exists():
                (target / top).symlink_to(source / top)


def needed_by(name: str, *extras: str) -> set[str]:
    """The names of a distribution and of all that it requires, with these extras."""
    found, waiting = set(), [Requirement(f"{name}[{','.join(extras)}]")]
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key not in found:
            found.add(key)
            for line in distribution(wanted.name).requires or ():
                required = Requirement(line)
                asked = [{"extra": extra} for extra in ("", *wanted.extras)]
                if required.marker is None or any(required.marker.evaluate(each) for each in asked):
                    waiting.append(required)
    return {name for name, _ in found}


def test_a_site_runs_from_the_wheel(installed_python: Installed) -> None:
    servers = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    installed_python.run("aixplore", "check", given=servers)
    seen = json.loads(installed_python.run("aixplore", "shell", "--no-imports", "-c", LOOK, given=servers))
    packages = str(installed_python.folder)
    assert {name: file.startswith(packages) for name, file in seen["files"].items()} == dict.fromkeys(
        seen["files"], True
    )
    assert seen["folders"] == [str(installed_python.site), "var"]
    assert seen["static"] == [True, True] and seen["template"].startswith(packages)
    assert seen["plugins"]["aixplore_hello"] == "loaded"
    assert {"activity", "embargo"} <= seen["plugins"].keys()


def test_the_plugins_own_tests_pass_there(installed_python: Installed, tmp_path: Path) -> None:
    """Without its source beside them, and on servers that the pytest plugin starts."""
    for name in ("tests", "pyproject.toml"):
        copy = shutil.copytree if (HELLO / name).is_dir() else shutil.copy
        copy(HELLO / name, tmp_path / name)
    output = installed_python.run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert "12 passed" in output, output
