"""The demo's website: the Next.js theme, built when it has changed, and served beside the demo's own server."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from cms.config.settings.env import BASE_DIR
from cms.demo.processes import BackgroundCommand, stop_group
from cms.services.processes import accepts, dies_with_parent
from cms.services.valkey import write_private

__all__ = ["FOLDER", "Theme", "find_node_problem", "load_secret"]

FOLDER = BASE_DIR / "themes/nextjs"
OLDEST_NODE = (20, 9)
MISSING = "Node.js 20.9 or newer is needed for the website and was not found: install it from nodejs.org."
MADE = {"node_modules", ".next", "next-env.d.ts", "tsconfig.tsbuildinfo", "tests"}
"""What a build makes or does not read."""
POLL_SECONDS = 0.2
READ_WHILE_BUILDING = ("API_URL", "SITE_URL")
PACKAGES = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")


def find_node_problem() -> str:
    """Why the theme cannot run on this machine, with the remedy; empty when it can."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return MISSING
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)\.", answer.stdout)
    is_new = found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE
    return "" if is_new else MISSING


def load_secret(file: Path) -> str:
    """The secret of revalidation calls, made at the first start."""
    if not file.exists():
        write_private(file, secrets.token_urlsafe(36))
    return file.read_text().strip()


@dataclass(frozen=True)
class Theme:
    """A theme in a folder, served at `port` of this machine. environment: what it is told."""

    folder: Path
    port: int
    environment: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def stamp(self) -> Path:
        """The file that says what the last build was made of."""
        return self.folder / ".next/demo-build"

    @property
    def is_built(self) -> bool:
        return self.stamp.exists() and self.stamp.read_text() == self.compute_digest()

    def compute_digest(self) -> str:
        """A digest of all that a build reads: the files, and the variables that it looks at."""
        found = hashlib.sha256(
            json.dumps([self.environment.get(name) for name in READ_WHILE_BUILDING]).encode()
        )
        for path in sorted(list_sources(self.folder)):
            found.update(f"{path.relative_to(self.folder)}\0".encode() + path.read_bytes())
        return found.hexdigest()

    def build(self, over: Event) -> str:
        """Install the packages and build, unless the last build was of the same; why it failed, or an empty text."""
        if self.is_built:
            return ""
        digest = self.compute_digest()
        for command in (PACKAGES, ("npm", "run", "--silent", "build")):
            if command == PACKAGES and self.has_packages():
                continue
            if problem := self.execute(command, over):
                return problem
        self.stamp.parent.mkdir(exist_ok=True)
        self.stamp.write_text(digest)
        return ""

    def has_packages(self) -> bool:
        """Whether the packages that the lock names are installed."""
        installed, lock = self.folder / "node_modules/.package-lock.json", self.folder / "package-lock.json"
        return installed.exists() and installed.stat().st_mtime > lock.stat().st_mtime

    def execute(self, command: tuple[str, ...], over: Event) -> str:
        """Run a command to its end, or until `over` is set; what it wrote when it failed."""
        process = self.start(command)
        try:
            while not over.is_set():
                try:
                    written, _ = process.communicate(timeout=POLL_SECONDS)
                except subprocess.TimeoutExpired:
                    continue
                return "" if process.returncode == 0 else written.decode(errors="replace")[-3000:]
        finally:
            stop_group(process, POLL_SECONDS)
            if process.stdout is not None:
                process.stdout.close()
        return "It was stopped."

    def start(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        """Start a command in the theme's folder, in a group of its own, which a terminal's Ctrl-C leaves to us."""
        return subprocess.Popen(
            command,
            cwd=self.folder, env={**os.environ, **self.environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            process_group=0, preexec_fn=dies_with_parent(signal.SIGTERM),
        )  # fmt: skip

    @property
    def server(self) -> BackgroundCommand:
        """Its server."""
        command = ("run", "--silent", "start", "--", "-H", "127.0.0.1", "-p", str(self.port))
        loss = "the website does not answer"
        return BackgroundCommand("the website", command, loss, ("npm",), self.folder, self.environment)

    def wait_until_served(self, over: Event, seconds: float = 300) -> bool:
        """Whether it answers before these seconds are over."""
        end = time.monotonic() + seconds
        while not over.is_set() and time.monotonic() < end:
            if accepts(self.port):
                return True
            over.wait(POLL_SECONDS)
        return False


def list_sources(folder: Path) -> Iterator[Path]:
    """The files of a theme that a build reads."""
    for path in folder.iterdir():
        if path.name in MADE:
            continue
        yield from (each for each in path.rglob("*") if each.is_file()) if path.is_dir() else (path,)
