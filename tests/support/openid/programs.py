"""Starts the Node programs beside this file."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cms.demo.theme import find_node_problem

__all__ = ["FOLDER", "running_provider", "set_up_packages"]

FOLDER = Path(__file__).resolve().parent
INSTALL = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]


def set_up_packages() -> None:
    """Install what package-lock.json names, once; skip the test where Node.js or npm cannot."""
    problem = find_node_problem()
    if problem or not shutil.which("npm"):
        pytest.skip(
            f"OpenID Connect is not tried with the packages of others: {problem or 'npm is missing.'}"
        )
    installed = FOLDER / "node_modules/.package-lock.json"
    with (FOLDER / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # processes of a parallel run share the folder
        is_old = (
            not installed.exists()
            or installed.stat().st_mtime < (FOLDER / "package-lock.json").stat().st_mtime
        )
        if is_old and subprocess.run(INSTALL, cwd=FOLDER, check=False).returncode:
            pytest.skip(
                "OpenID Connect is not tried with the packages of others: npm cannot install them here."
            )


@contextmanager
def running_provider(redirect_uri: str) -> Iterator[str]:
    """The issuer of a provider that runs."""
    set_up_packages()
    command = ["node", "provider.mjs", redirect_uri]
    with subprocess.Popen(
        command,
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as program:
        assert program.stdout and program.stdin
        try:
            yield json.loads(program.stdout.readline())["issuer"]
        finally:
            program.stdin.close()
            program.kill()
