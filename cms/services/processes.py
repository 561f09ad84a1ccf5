"""Starting a server process so that it cannot outlive us."""

from __future__ import annotations

import atexit
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.03


class ServiceError(RuntimeError):
    """A server could not be started; the message says which, why, and where its log is."""


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def accepts(port: int) -> bool:
    """Whether something listens on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def die_with_parent(stop_signal: int) -> Callable[[], None]:
    """For a child's start: the kernel sends it `stop_signal` when we end, however we end (Linux only)."""

    def prepare() -> None:
        os.setpgid(0, 0)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, stop_signal)

    return prepare


def start(
    command: Sequence[str], log: Path, stop_signal: int, user: str | None = None
) -> subprocess.Popen[bytes]:
    """Start a server that writes to `log`, and stop it when this process ends."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, user=user,
            group=user and group_of(user), extra_groups=[] if user else None, cwd="/",
            preexec_fn=die_with_parent(stop_signal),
        )  # fmt: skip
    atexit.register(stop, process, stop_signal)
    return process


def group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def stop(process: subprocess.Popen[bytes], stop_signal: int = signal.SIGTERM, seconds: float = 10) -> None:
    """Ask a server to stop and wait for it; kill it when it does not."""
    if process.poll() is not None:
        return
    process.send_signal(stop_signal)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(seconds)


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Wait up to 30 s for a server; ServiceError with the end of its log when it gives up or takes longer."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        if ready():
            return
        time.sleep(POLL_SECONDS)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
    raise ServiceError(f"{name} did not start. The end of {log}:\n{tail}")
