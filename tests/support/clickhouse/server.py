"""Fetching the engine, and starting it in a process of its own."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import clickhouse_connect

from cms.services.processes import ServiceError, free_port, start, stop, wait_until

__all__ = ["ClickHouse", "EngineUnavailable", "fetch_engine", "run_clickhouse"]

HERE = Path(__file__).parent
REQUIREMENT = HERE / "engine.txt"
CACHE = HERE.parents[2] / "var" / "clickhouse-engine"
FETCH_SECONDS = 400
GIVEN = "TEST_CLICKHOUSE_URL"
USER, PASSWORD = "aixplore", "correct horse"


class EngineUnavailable(RuntimeError):
    """The engine cannot be had on this machine; the message says why, in one line."""


@dataclass(frozen=True)
class ClickHouse:
    """A server, and a database of its own there. url: without user and password."""

    url: str
    database: str
    username: str
    password: str

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def open(self, database: str | None = None) -> clickhouse_connect.driver.client.Client:
        return clickhouse_connect.get_client(
            dsn=self.url, username=self.username, password=self.password, database=database or self.database,
            compress=False, autogenerate_session_id=False,
        )  # fmt: skip


@contextmanager
def run_clickhouse() -> Iterator[ClickHouse]:
    """A running server with an empty database; EngineUnavailable where there is none and none can be started."""
    with use_given_server() if os.environ.get(GIVEN) else run_engine() as server:
        server.open("default").command(f"CREATE DATABASE {server.database}")
        try:
            yield server
        finally:
            server.open("default").command(f"DROP DATABASE {server.database}")


@contextmanager
def use_given_server() -> Iterator[ClickHouse]:
    """The server of the variable: `http://user:password@host:8123`."""
    found = re.fullmatch(r"(https?://)(?:([^:@]*)(?::([^@]*))?@)?([^/]+)/?", os.environ[GIVEN])
    if found is None:
        raise ValueError(f"{GIVEN} is of the form http://user:password@host:8123.")
    yield ClickHouse(found[1] + found[4], name_database(), found[2] or "default", found[3] or "")


@contextmanager
def run_engine() -> Iterator[ClickHouse]:
    path, home = fetch_engine(), Path(tempfile.mkdtemp(prefix="aixplore-clickhouse-"))
    port, log = free_port(), home / "engine.log"
    command = [
        sys.executable,
        str(HERE / "front.py"),
        str(path),
        str(port),
        str(home / "data"),
        USER,
        PASSWORD,
    ]
    process, url = start(command, log, signal.SIGTERM), f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(url), process, "ClickHouse's engine", log)
        yield ClickHouse(url, name_database(), USER, PASSWORD)
    except ServiceError as error:
        raise EngineUnavailable(f"ClickHouse's engine does not start: {error}") from error
    finally:
        stop(process, signal.SIGTERM)
        shutil.rmtree(home, ignore_errors=True)


def name_database() -> str:
    return f"aixplore_{uuid4().hex[:12]}"


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/ping", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def fetch_engine() -> Path:
    """The folder with the engine's package: fetched once, apart from the site's environment, and without the data-frame
    libraries that its metadata asks for and SQL does not need."""
    pinned = re.search(r"chdb-core==(\S+)", REQUIREMENT.read_text())
    assert pinned
    folder = CACHE / pinned[1]
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            install(folder)
    return folder


def install(folder: Path) -> None:
    half = folder.with_suffix(".part")
    shutil.rmtree(half, ignore_errors=True)
    uv = Path(sys.executable).parent / "uv"
    command = [str(uv), "--quiet", "pip", "install", "--python", sys.executable, "--target", str(half), "--no-deps",
               "--only-binary", ":all:", "--require-hashes", "-r", str(REQUIREMENT)]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=FETCH_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        detail = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        raise EngineUnavailable(
            f"ClickHouse's engine cannot be fetched: {detail[0] if detail else error}"
        ) from error
    half.rename(folder)
