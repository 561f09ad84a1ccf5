"""The theme's production build beside a demo of its own, as `make demo` starts them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from cms.demo.theme import FOLDER, MADE

__all__ = ["PATIENCE_SECONDS", "Website", "copy_theme", "link_packages", "read_status", "running_website"]

CHECKOUT = Path(__file__).resolve().parents[2]
COPY = CHECKOUT / "var/e2e/theme"
PORTS = (8461, 3461)
"""Of the demo and its website. A build holds these addresses, so that one that is there is used again."""
PATIENCE_SECONDS = 1_500.0
"""For the first build, on processors that other work keeps busy."""
SERVICES = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "WITH_THEME")
"""What the demo must not take from the tests: it has servers of its own."""


@dataclass(frozen=True)
class Website:
    """A demo that answers at `site`, and its website at `address`; passwords: of the demo's users by their names.

    key: the server key with which the website asks.
    """

    address: str
    site: str
    passwords: dict[str, str]
    key: str


def copy_theme(folder: Path = COPY) -> Path:
    """Bring a copy of the theme up to date; a build in its own folder would take that of a demo that runs away."""
    link_packages(folder)
    for path in folder.iterdir():
        if path.name not in MADE:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns(*MADE), dirs_exist_ok=True)
    return folder


def link_packages(folder: Path) -> None:
    """Give a folder the theme's packages: hard links, which the bundler takes for files of the folder."""
    if is_older(folder / "node_modules/.package-lock.json", FOLDER / "node_modules/.package-lock.json"):
        shutil.rmtree(folder / "node_modules", ignore_errors=True)
        shutil.copytree(
            FOLDER / "node_modules", folder / "node_modules", symlinks=True, copy_function=link_file,
            ignore=shutil.ignore_patterns(".cache"),
        )  # fmt: skip


def link_file(source: str, target: str) -> None:
    """Link a file; copy the one that npm writes in place, by whose age the packages are compared."""
    if source.endswith("/.package-lock.json"):
        shutil.copy2(source, target)
    else:
        os.link(source, target)


def is_older(copy: Path, original: Path) -> bool:
    return not copy.exists() or copy.stat().st_mtime < original.stat().st_mtime


@contextmanager
def running_website(
    folder: Path, theme: Path | None = None, ports: tuple[int, int] = PORTS
) -> Iterator[Website]:
    """A demo with its website while the block lasts. folder: for its data, new. theme: a copy of the theme by default."""
    theme = theme or copy_theme()
    with (folder / "demo.log").open("w") as log:
        process = start_demo(folder, theme, ports, log.fileno())
        try:
            wait_until_ready(process, folder / "demo.log")
            passwords = read_passwords(folder / "var/demo-passwords")
            key = (folder / "var/demo-website-key").read_text().strip()
            yield Website(f"http://127.0.0.1:{ports[1]}", f"http://127.0.0.1:{ports[0]}", passwords, key)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def start_demo(folder: Path, theme: Path, ports: tuple[int, int], log: int) -> subprocess.Popen[bytes]:
    own = {name: value for name, value in os.environ.items() if name not in SERVICES}
    command = [sys.executable, "manage.py", "demo", "--port", str(ports[0]), "--theme-port", str(ports[1])]
    # A page that waits for less than a busy machine needs would be a retry page.
    patient = {"API_TIMEOUT_MS": "60000", "DATABASE_PATIENCE": "10", "PYTHONUNBUFFERED": "1"}
    environment = {**own, **patient, "VAR_DIR": str(folder / "var")}
    return subprocess.Popen(
        [*command, "--theme", str(theme)], cwd=CHECKOUT, env=environment, stdout=log, stderr=log
    )


def wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while "The website is ready" not in (text := log.read_text()):
        if process.poll() is not None or "The website was not built" in text or time.monotonic() > end:
            raise AssertionError(text[-4000:])
        time.sleep(0.2)


def read_passwords(file: Path) -> dict[str, str]:
    """Of each user of the demo, by the name."""
    rows = [line.split() for line in file.read_text().splitlines()[1:]]
    return {row[1]: row[2] for row in rows if len(row) == 3}


def read_status(address: str) -> int:
    """The status with which an address answers."""
    try:
        with urlopen(address, timeout=60) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
