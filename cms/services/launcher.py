"""Which servers are used: those that the environment names, those that run already, or new ones."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cms.config.settings.env import SettingsError, read_environment
from cms.services.postgres import Postgres
from cms.services.processes import (
    Launched,
    Server,
    ServiceError,
    end,
    is_process_running,
    start_server,
)
from cms.services.programs import is_traversable
from cms.services.valkey import Valkey

THROW_AWAY = "aixplore-test-"
OPEN_TO_ALL = Path("/var/tmp")  # noqa: S108  (outlives a restart; what others planted there is refused)


def ensure_services() -> None:
    """Put DATABASE_URL and REDIS_URL into the environment, and say on stderr what each stands for.

    An address that is given already, there or in the .env file, stays. Otherwise the server of this checkout is used,
    and started first when it does not run. Raises ServiceError.
    """
    given = read_environment()
    folder = services_folder(given.var_dir)
    if folder != given.var_dir and not (given.database_url and given.redis_url):
        print_message(
            f"PostgreSQL does not run as root, and other users cannot enter {given.var_dir.parent}: using {folder}"
        )
    try:
        for variable, server in servers(folder).items():
            os.environ[variable] = getattr(given, variable.lower()) or provide(server)
            if os.environ[variable] != server.running_url():
                print_message(f"{server.name}: the server that {variable} names")
    except PermissionError as error:
        raise ServiceError(
            f"{error.filename} belongs to another user, who ran this checkout before. Remove that folder, "
            "set VAR_DIR to another one, or give DATABASE_URL and REDIS_URL."
        ) from error


def provide(server: Server) -> str:
    """The address of the folder's own server, which is started when it does not run."""
    with lock_folder(server.folder.parent):
        running = server.running_url()
        url = running or start_server(server)
    how = "attached to the one that runs already" if running else "started"
    print_message(f"{server.name}: {how}, data in {server.folder}")
    return url


def servers(folder: Path) -> Mapping[str, Server]:
    """The servers of a folder, by the variable that names their address."""
    return {"DATABASE_URL": Postgres(folder / "postgres"), "REDIS_URL": Valkey(folder / "valkey")}


def services_folder(var_dir: Path) -> Path:
    """var/ itself; a folder that lasts elsewhere when root's PostgreSQL, which is another user, cannot enter it."""
    if os.geteuid() != 0 or is_traversable(var_dir.parent):
        return var_dir
    name = hashlib.sha256(str(var_dir).encode()).hexdigest()[:12]
    return OPEN_TO_ALL / f"aixplore-{name}"


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Make the folder; two processes that start at once do not start two servers in it."""
    folder.mkdir(parents=True, exist_ok=True)
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.geteuid() or state.st_mode & stat.S_IWOTH:
        raise ServiceError(
            f"{folder} is not a folder of ours alone. Remove it, or set VAR_DIR to another one."
        )
    if os.geteuid() == 0:
        folder.chmod(state.st_mode | stat.S_IXGRP | stat.S_IXOTH)
    with (folder / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def temporary_services() -> dict[str, str]:
    """Throw-away servers for tests, gone with this process: the addresses that the environment does not name."""
    launched = launch_temporary_services()
    for each in launched.values():
        each.wait()
    return {name: each.url for name, each in launched.items()}


def launch_temporary_services() -> dict[str, Launched]:
    """The same servers, which may not answer yet."""
    kept = find_kept_cluster()
    remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=f"{THROW_AWAY}{os.getpid()}-"))
    folder.chmod(0o711)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    available: dict[str, Server] = {
        "DATABASE_URL": Postgres(folder / "postgres", throw_away=True, origin=kept),
        "REDIS_URL": Valkey(folder / "valkey", throw_away=True),
    }
    return {name: server.launch() for name, server in available.items() if not os.environ.get(name)}


def find_kept_cluster() -> Path:
    """The folder of the cluster that throw-away servers of this checkout begin with, if it exists."""
    try:
        return services_folder(read_environment().var_dir) / "test-cluster"
    except SettingsError as error:
        raise ServiceError(str(error)) from error


def remove_abandoned() -> None:
    """Remove our throw-away folders whose process was killed before it could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{THROW_AWAY}*"):
        pid = folder.name.removeprefix(THROW_AWAY).partition("-")[0]
        if pid.isdecimal() and not is_process_running(int(pid)) and folder.lstat().st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)


def status() -> dict[str, str]:
    """What each variable stands for now: given, running or stopped."""
    given = read_environment()
    return {
        variable: "given"
        if getattr(given, variable.lower())
        else "running"
        if server.running_url()
        else "stopped"
        for variable, server in servers(services_folder(given.var_dir)).items()
    }


def stop_services() -> dict[str, str]:
    """Stop the servers of this checkout and return the outcome of each. Servers given by settings are never touched."""
    own = servers(services_folder(read_environment().var_dir))
    return {server.name: "stopped" if end(server) else "was not running" for server in own.values()}


def print_message(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
