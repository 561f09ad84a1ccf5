"""Starting a server process so that it cannot outlive us, and telling our servers from other people's processes."""

from __future__ import annotations

import atexit
import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

PR_SET_PDEATHSIG = 1
PATIENCE_SECONDS = 30
POLL_SECONDS = 0.02


class ServiceError(RuntimeError):
    """A server could not be started; the message says which, why, and what to do."""


@dataclass(frozen=True)
class Launched:
    """A server that was started. `wait` returns when it answers, and raises ServiceError when it does not."""

    url: str
    wait: Callable[[], None]


class Server(Protocol):
    """One server whose files stand in a folder of its own; `name` is what people read."""

    name: ClassVar[str]
    stop_signal: ClassVar[int]

    @property
    def folder(self) -> Path: ...

    @property
    def pid(self) -> int | None:
        """The process that serves this folder now; None if there is none."""
        ...

    def running_url(self) -> str | None:
        """The address of the server that answers on this folder; None when there is none."""
        ...

    def launch(self) -> Launched:
        """Start the server, which may not answer yet; ServiceError when it cannot be started."""
        ...


def start_server(server: Server) -> str:
    """Start a server, wait until it answers, and return its address; ServiceError when it does not."""
    launched = server.launch()
    launched.wait()
    return launched.url


def free_port() -> int:
    """A free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def accepts(port: int) -> bool:
    """Whether something listens on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def serves(pid: int, folder: Path) -> bool:
    """Whether the process was started on `folder`, and is not another process with the number of an ended server.

    Without /proc, any running process is accepted.
    """
    if Path("/proc/self/cmdline").exists():
        try:
            return str(folder).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
    return is_process_running(pid)


def is_process_running(pid: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def start(
    command: Sequence[str], log: Path, stop_signal: int, user: str | None = None
) -> subprocess.Popen[bytes]:
    """Start a server that appends to `log`, and stop it when this process ends.

    An ordinary end stops it in order. On Linux the kernel sends `stop_signal` after any other end, SIGKILL included;
    elsewhere the server then stays for the next start to attach to. The calling thread must live as long as the
    process, because the kernel counts the end of that thread as ours.
    """
    group = get_group_id(user) if user else None
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", process_group=0,
            user=user, group=group, extra_groups=[] if user else None, preexec_fn=dies_with_parent(stop_signal),
        )  # fmt: skip
    atexit.register(stop, process, stop_signal)
    return process


def dies_with_parent(stop_signal: int) -> Callable[[], object] | None:
    """What a child calls before its program starts, so that the kernel stops it with us; None where it cannot."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, stop_signal)


def get_group_id(user: str) -> int:
    try:
        return pwd.getpwnam(user).pw_gid
    except KeyError:
        raise ServiceError(
            f"PostgreSQL refuses to run as root and there is no user {user!r}. "
            "Run as another user, or set DATABASE_URL."
        ) from None


def stop(process: subprocess.Popen[bytes], stop_signal: int, seconds: float = PATIENCE_SECONDS) -> None:
    """Ask a child to stop and wait for it; kill it when it does not."""
    if process.poll() is not None:
        return
    process.send_signal(stop_signal)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def end(server: Server) -> bool:
    """Stop a server that any process started, and wait until it is gone; whether there was one."""
    pid = server.pid
    if pid is None:
        return False
    os.kill(pid, server.stop_signal)
    wait_until_gone(server)
    return True


def wait_until_gone(server: Server) -> None:
    """Let a server that is shutting down finish, so that a new one may take its folder."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (pid := server.pid) is not None:
        if time.monotonic() > deadline:
            raise ServiceError(
                f"{server.name}: process {pid} uses {server.folder} and neither answers nor ends: stop it."
            )
        time.sleep(POLL_SECONDS)


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Wait for a server to answer; ServiceError with the end of its log when it gives up or takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if ready():
            return
        time.sleep(POLL_SECONDS)
    stop(process, signal.SIGTERM, seconds=2)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
    raise ServiceError(f"{name} did not start. The end of {log}:\n{tail}")
