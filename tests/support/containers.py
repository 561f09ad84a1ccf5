"""The image that `make built-image` has built, and processes in it, as a container has them: on read-only files.

bubblewrap makes the file system and the process ids; the network is that of this machine.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.deploy_tools import find_tool
from tests.support.serving import CHECKOUT

__all__ = ["Image", "find_process", "measure_bytes", "mounted_image"]

STORE = CHECKOUT / "var" / "image-store"
TAG = "localhost/aixplore:local"
PACKAGES = {"buildah": "buildah", "bwrap": "bubblewrap"}
"""Programs, and Debian's packages that hold them."""


@dataclass(frozen=True)
class Image:
    """The folder with its files, and what it says of how it is run (`User`, `Env`, `Entrypoint`, `Cmd`, `WorkingDir`)."""

    root: Path
    config: dict[str, Any]

    def build_command(self, writable: Path, secrets: Path, given: Mapping[str, str], *words: str) -> list[str]:  # fmt: skip
        """The command that runs these words (or the image's own) in a container. writable: its /site/var; secrets: its
        /run/secrets; given: variables beside those of the image."""
        user, group = self.config["User"].split(":")
        own = dict(each.split("=", 1) for each in self.config["Env"])
        variables = [word for pair in {**own, **given}.items() for word in ("--setenv", *pair)]
        return [
            "bwrap", "--ro-bind", str(self.root), "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/run",
            "--perms", "1777", "--tmpfs", "/tmp",
            "--bind", str(writable), "/site/var", "--ro-bind", str(secrets), "/run/secrets",
            "--unshare-pid", "--as-pid-1", "--unshare-ipc", "--unshare-uts", "--die-with-parent",
            "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID",
            "--clearenv", *variables, "--chdir", self.config["WorkingDir"],
            "setpriv", "--reuid", user, "--regid", group, "--clear-groups", "--inh-caps=-all", "--no-new-privs",
            *self.config["Entrypoint"], *(words or self.config["Cmd"]),
        ]  # fmt: skip


@contextmanager
def mounted_image() -> Iterator[Image]:
    """The image, whose files are there as long as the block lasts. Skips the test where it or a program is missing."""
    for program, package in PACKAGES.items():
        find_tool(program, f"Debian's package {package}")
    if os.geteuid() != 0:
        pytest.skip("Only root can mount an image here.")
    if TAG not in run_buildah("images", "--format", "{{.Name}}:{{.Tag}}").split():
        pytest.skip("The image is not built: run `make built-image`.")
    container = run_buildah("from", "--pull-never", TAG)
    try:
        described = json.loads(run_buildah("inspect", "--type", "image", TAG))
        yield Image(Path(run_buildah("mount", container)), described["OCIv1"]["config"])
    finally:
        run_buildah("rm", container)


def run_buildah(*words: str) -> str:
    place = ["--storage-driver", "vfs", "--root", str(STORE / "images"), "--runroot", str(STORE / "run")]
    done = subprocess.run(["buildah", *place, *words], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def find_process(monitor: int) -> int:
    """The first process of a container, by that of bubblewrap, which passes no signals on."""
    return int(Path(f"/proc/{monitor}/task/{monitor}/children").read_text().split()[0])


def measure_bytes(folder: Path) -> int:
    """Bytes of all files, as layers of an image have them."""
    return sum(each.lstat().st_size for each in folder.rglob("*") if not each.is_dir() or each.is_symlink())
