"""Which servers are used: those that the environment names, those that run already, or new ones."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.services.postgres import Postgres, enterable
from cms.services.processes import alive
from cms.services.valkey import Valkey

CHECKOUT = Path(__file__).resolve().parent.parent.parent
VARIABLES = {"DATABASE_URL": "PostgreSQL", "REDIS_URL": "Valkey"}


def ensure_services() -> None:
    """Put DATABASE_URL and REDIS_URL into the environment, and say in a line each what they are."""
    read_env_file()
    folder = services_folder()
    servers = {"DATABASE_URL": Postgres(folder / "postgres"), "REDIS_URL": Valkey(folder / "valkey")}
    for variable, server in servers.items():
        if os.environ.get(variable):
            continue
        with locked(folder):
            running = server.running_url()
            url = running or server.start()
        os.environ[variable] = url
        say(f"{VARIABLES[variable]}: {'using the one that runs' if running else 'started'}, data in {server.folder}")


def read_env_file() -> None:
    """Take the two addresses from a .env file, so that a server named there is not started again."""
    file = CHECKOUT / ".env"
    lines = file.read_text().splitlines() if file.exists() else []
    for name, _, value in (line.partition("=") for line in lines):
        if name.strip() in VARIABLES and value.strip():
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def services_folder() -> Path:
    """var/ of the checkout; beside the system's temporary files when another user could not enter it there."""
    home = CHECKOUT / "var"
    if os.geteuid() != 0 or enterable(CHECKOUT):
        home.mkdir(exist_ok=True)
        return home
    name = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
    moved = Path(tempfile.gettempdir()) / f"aixplore-{name}"
    moved.mkdir(exist_ok=True)
    say(f"The checkout is closed to other users, so the servers keep their data in {moved}")
    return moved


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let two processes that start at once not start two servers on one folder."""
    with (folder / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def temporary_services() -> dict[str, str]:
    """Throw-away servers for tests, gone with this process; the variables that are not set already."""
    folder = Path(tempfile.mkdtemp(prefix="aixplore-test-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    servers = {
        "DATABASE_URL": Postgres(folder / "postgres", throw_away=True),
        "REDIS_URL": Valkey(folder / "valkey", throw_away=True),
    }
    return {name: server.start() for name, server in servers.items() if not os.environ.get(name)}


def status() -> dict[str, str]:
    """What each variable would stand for now: given, running or stopped."""
    folder = services_folder()
    running = {
        "DATABASE_URL": Postgres(folder / "postgres").running_url(),
        "REDIS_URL": Valkey(folder / "valkey").running_url(),
    }
    return {
        name: "given by the environment" if os.environ.get(name) else "running" if url else "stopped"
        for name, url in running.items()
    }


def stop_services() -> None:
    """Stop the servers of this checkout, whoever started them."""
    folder = services_folder()
    for file, stop_signal in (
        (folder / "postgres" / "data" / "postmaster.pid", signal.SIGINT),
        (folder / "valkey" / "running", signal.SIGTERM),
    ):
        pid = int(file.read_text().split()[0]) if file.exists() else 0
        if pid and alive(pid):
            os.kill(pid, stop_signal)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
