"""Finding a JDK, and what Maven fetches for a server."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

__all__ = ["CACHE", "ServerUnavailable", "fetch_archive", "fetch_jars", "find_jdk", "lock_cache", "run_tool"]

HERE = Path(__file__).parent
CACHE = HERE.parents[2] / "var" / "search-servers"
JVMS = Path("/usr/lib/jvm")
FETCH_SECONDS = 400


class ServerUnavailable(RuntimeError):
    """The server cannot be started on this machine; the message says why, in one line."""


def find_jdk(least: int) -> Path:
    """The folder of the oldest JDK of at least this version; ServerUnavailable when there is none."""
    found = sorted(
        (version, folder) for folder in list_folders() if (version := read_version(folder)) >= least
    )
    if not found:
        raise ServerUnavailable(f"no JDK {least} or newer: install one, or set JAVA_HOME.")
    return found[0][1]


def list_folders() -> set[Path]:
    compiler = shutil.which("javac")
    folders = [Path(os.environ[name]) for name in ("JAVA_HOME",) if os.environ.get(name)]
    folders += [Path(compiler).resolve().parents[1]] if compiler else []
    folders += JVMS.iterdir() if JVMS.exists() else []
    return {folder.resolve() for folder in folders if (folder / "bin" / "javac").exists()}


def read_version(folder: Path) -> int:
    """The first number of a JDK's version; 0 when it says none."""
    release = folder / "release"
    found = re.search(r'JAVA_VERSION="(\d+)', release.read_text()) if release.exists() else None
    return int(found[1]) if found else 0


@contextmanager
def lock_cache() -> Iterator[Path]:
    """The folder of what is fetched and compiled, for one process at a time."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield CACHE


def fetch_jars(server: str) -> list[Path]:
    """The jars of a server, from Maven's own cache or its repository; ServerUnavailable when they cannot be had."""
    listing = CACHE / f"{server}.classpath"
    pom = HERE / "poms" / server / "pom.xml"
    if not listing.exists() or listing.stat().st_mtime < pom.stat().st_mtime or not all_exist(listing):
        command = (
            "mvn",
            "-q",
            "-B",
            "-f",
            HERE / "poms" / "pom.xml",
            "-pl",
            server,
            "dependency:build-classpath",
        )
        run_tool(*command, f"-Dmdep.outputFile={listing}", what=f"Maven could not fetch {server}")
    return read_paths(listing)


def fetch_archive(artifact: str) -> list[Path]:
    """The jars in an archive, from Maven's own cache or its repository; ServerUnavailable when it cannot be had."""
    folder = CACHE / artifact.replace(":", "-")
    if not any(folder.glob("*.jar")):
        command = ("mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}")
        run_tool(*command, f"-DoutputDirectory={folder}", what=f"Maven could not fetch {artifact}")
        # Maven's own goal unpacks nothing where a marker file says that it did before.
        for archive in folder.glob("*.zip"):
            with ZipFile(archive) as packed:
                packed.extractall(folder)
    return sorted(folder.glob("*.jar"))


def all_exist(listing: Path) -> bool:
    return all(path.exists() for path in read_paths(listing))


def read_paths(listing: Path) -> list[Path]:
    return [Path(path) for path in listing.read_text().strip().split(os.pathsep)]


def run_tool(*command: str | Path, what: str) -> None:
    """Run a tool; ServerUnavailable with the first line of what it said when it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
    except FileNotFoundError:
        raise ServerUnavailable(f"{what}: {command[0]} is not installed.") from None
    except subprocess.TimeoutExpired:
        raise ServerUnavailable(f"{what}: no end after {FETCH_SECONDS} s.") from None
    if done.returncode:
        said = re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr).strip().splitlines() or ["nothing"]
        raise ServerUnavailable(f"{what}: {said[0]}")
