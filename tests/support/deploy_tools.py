"""Programs that check files of deploy/: those on the PATH, or in the folders of DEPLOY_TOOLS."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

__all__ = ["find_tool", "run_tool"]

PLACES = ("/usr/sbin", "/usr/local/sbin")


def find_tool(name: str, package: str) -> str:
    """The path of a program; the test is skipped without it. package: what holds it."""
    path = os.pathsep.join([os.environ.get("DEPLOY_TOOLS", ""), os.environ["PATH"], *PLACES])
    found = shutil.which(name, path=path)
    if found is None:
        pytest.skip(f"{name} is not installed: it is in {package}. DEPLOY_TOOLS names folders with programs.")
    return found


def run_tool(command: Sequence[str | Path], given: Mapping[str, str] | None = None) -> str:
    """What a program prints; it has to succeed."""
    done = subprocess.run(
        [*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        env={**os.environ, **(given or {})},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout
