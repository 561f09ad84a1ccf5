"""AiXplore and a plugin from another repository, both installed as wheels: the site runs there, and so do its tests.

The virtual environment borrows every other package from the one that runs this test, so nothing is downloaded.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest
from uv import find_uv_bin

CHECKOUT = Path(__file__).resolve().parents[2]
HELLO = Path(__file__).parent / "aixplore_hello"
LOOK = """
import json, sys
import aixplore_hello, cms, content_api, content_types, plugins
from cms.hooks.runtime import platform
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

files = {each.__name__: each.__file__ for each in (aixplore_hello, cms, content_api, content_types, plugins)}
json.dump({
    "files": files,
    "folders": [str(settings.BASE_DIR), settings.MEDIA_ROOT.parent.name],
    "static": [finders.find(name) is not None for name in ("cms/admin.css", "content_api/playground.js")],
    "template": get_template("cms/docs.html").origin.name,
    "plugins": {name: str(each.state) for name, each in platform().plugins.items()},
}, sys.stdout)
"""


@dataclass(frozen=True)
class Installed:
    """A virtual environment with both wheels, and an empty folder for the site."""

    folder: Path
    site: Path

    def run(self, program: str, *words: str, cwd: Path | None = None, **given: str) -> str:
        """What a program of the environment prints; it must succeed. Of our own environment it sees nothing."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        done = subprocess.run(
            [self.folder / "bin" / program, *words], cwd=cwd or self.site, env={**kept, **given},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
        return done.stdout


def build(project: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
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
    packages = next(made.folder.glob("lib/python*/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return made


def test_a_site_runs_from_the_wheel(installed: Installed) -> None:
    servers = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    installed.run("aixplore", "check", **servers)
    seen = json.loads(installed.run("aixplore", "shell", "--no-imports", "-c", LOOK, **servers))
    packages = str(installed.folder)
    assert {name: file.startswith(packages) for name, file in seen["files"].items()} == dict.fromkeys(
        seen["files"], True
    )
    assert seen["folders"] == [str(installed.site), "var"]
    assert seen["static"] == [True, True] and seen["template"].startswith(packages)
    assert seen["plugins"]["aixplore_hello"] == "loaded"
    assert {"activity", "embargo"} <= seen["plugins"].keys()


def test_the_plugins_own_tests_pass_there(installed: Installed, tmp_path: Path) -> None:
    """Without its source beside them, and on servers that the pytest plugin starts."""
    for name in ("tests", "pyproject.toml"):
        copy = shutil.copytree if (HELLO / name).is_dir() else shutil.copy
        copy(HELLO / name, tmp_path / name)
    output = installed.run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert "12 passed" in output, output
