"""`make setup`: it installs what the lock names, whichever pip the Python ships and whatever was released since."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.markers import Marker

from tests.architecture.test_layout import CHECKOUT

LOCK = CHECKOUT / "requirements-dev.lock"
SETUP = CHECKOUT / ".ci" / "setup.py"
OUTSIDE_MAKE = {
    name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
}
"""The environment of a user. Called from another make, make prints the names of folders first."""

OLDEST_PIP = "22.3"
"""That of Python 3.11.0. Those before 23.3 resolve extras again although everything is pinned."""


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A virtual environment with the oldest pip."""
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip: list[str | Path] = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, f"pip=={OLDEST_PIP}"], check=True, capture_output=True)
    return folder


def set_up(folder: Path, script: Path = SETUP) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=False)


def pinned_here() -> dict[str, str]:
    """Name and version of what the lock names for this Python and system."""
    lines = re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==(\S+)(?: ; (.+?))? \\$", LOCK.read_text(), re.MULTILINE)
    return {name: pin for name, pin, marker in lines if not marker or Marker(marker).evaluate()}


def list_installed(folder: Path) -> dict[str, str]:
    """Name and version of every package in a virtual environment."""
    script = """
import importlib.metadata, json, re
print(json.dumps({re.sub("[-_.]+", "-", each.name).lower(): each.version for each in importlib.metadata.distributions()}))
"""
    return json.loads(subprocess.check_output([folder / "bin" / "python", "-c", script]))


@pytest.mark.parametrize("installer", ["uv", pytest.param("pip", marks=pytest.mark.slow)])
def test_the_oldest_pip_installs_exactly_the_lock(
    environment: Path, installer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSTALL_WITH", installer)
    done = set_up(environment)
    assert done.returncode == 0, done.stdout + done.stderr
    found = list_installed(environment)
    assert found.pop("aixplore") == version("aixplore")
    assert {name: found[name] for name in found.keys() - {"pip", "setuptools"}} == pinned_here()


def test_an_old_python_is_rejected_in_one_line() -> None:
    script = f"import sys; sys.version_info = (3, 10, 1); sys.argv = ['setup', '/nowhere']; import runpy; runpy.run_path({str(SETUP)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "needs Python 3.11 or newer" in done.stderr


def test_a_missing_python_is_told_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        ["make", "setup", "PYTHON=", f"VENV={tmp_path / 'venv'}"],
        cwd=CHECKOUT,
        env=OUTSIDE_MAKE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stdout.startswith("Python 3.11 or newer is needed and was not found. Install one")


def test_a_changed_package_is_rejected(environment: Path, tmp_path: Path) -> None:
    """A lock whose hash of uv is another one: neither uv nor pip installs anything from it."""
    checkout = tmp_path / "checkout"
    (checkout / ".ci").mkdir(parents=True)
    shutil.copy(SETUP, checkout / ".ci")
    lock = re.sub(r"--hash=sha256:\S{4}", "--hash=sha256:0000", LOCK.read_text())
    (checkout / LOCK.name).write_text(lock)
    before = list_installed(environment)
    done = set_up(environment, checkout / ".ci" / "setup.py")
    assert done.returncode != 0 and "sha256" in done.stderr
    assert list_installed(environment) == before


def test_the_lock_is_written_without_what_it_does_not_name_yet(environment: Path, tmp_path: Path) -> None:
    """`make lock` after a new line in pyproject.toml: it needs uv, and not an environment that is complete."""
    done = subprocess.run(
        [sys.executable, SETUP, "--only-uv", environment], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert list_installed(environment).keys() - {"pip", "setuptools"} == {"uv"}
    command = ["make", "--dry-run", "lock", f"VENV={environment}"]
    run = subprocess.check_output(command, cwd=CHECKOUT, env=OUTSIDE_MAKE, text=True)
    assert "setup.py" not in run and "uv pip compile" in run
