"""The demo's background processes: started again when they end by themselves, and ended with the demo."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from cms.config.settings.env import BASE_DIR
from cms.services.processes import accepts, dies_with_parent, stop

__all__ = ["BackgroundCommand", "Supervisor", "keep_running", "stop_group", "wait_for_port"]

PATIENCE_SECONDS = 2.0
"""How long a process may take to finish its task when the demo ends."""
POLL_SECONDS = 0.1
RESTARTS = 5
"""How often a process is started again that did not run for HEALTHY_SECONDS."""
HEALTHY_SECONDS = 60.0
FIRST_PAUSE_SECONDS = 1.0
"""Before the first new start; each further pause is twice as long."""


@dataclass(frozen=True)
class BackgroundCommand:
    """A command that runs next to the web server, of the site when no other program is named. loss: what happens while
    it does not run. variables: what it is told beside the environment of all."""

    name: str
    command: tuple[str, ...]
    loss: str
    program: tuple[str, ...] = (sys.executable, "-m", "cms")
    folder: Path = BASE_DIR
    variables: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def keep_running(
    environment: Mapping[str, str], *backgrounds: BackgroundCommand, port: int = 0
) -> Iterator[None]:
    """Run commands in processes of their own while the block lasts; start each again, a few times, when it ends.

    port: they start once something answers there, so that they leave the processors to the server's own start.
    """
    over = Event()
    supervisors = [Supervisor(each, {**os.environ, **environment}, over, port) for each in backgrounds]
    threads = [Thread(target=each.run, name=each.background.name) for each in supervisors]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


@dataclass
class Supervisor:
    """Starts one background process, and again each time that it ends by itself.

    The thread that starts a process has to outlive it, because the kernel counts the end of that thread as ours.
    """

    background: BackgroundCommand
    environment: Mapping[str, str]
    over: Event
    port: int = 0

    def run(self) -> None:
        """Keep the process running until `over` is set, or until it ended too often in a short time."""
        if self.port and not wait_for_port(self.port, self.over):
            return
        failures = 0
        while not self.over.is_set():
            started = time.monotonic()
            process = self.start()
            self.wait(process)
            if self.over.is_set():
                return
            failures = 1 if time.monotonic() - started > HEALTHY_SECONDS else failures + 1
            if failures > RESTARTS:
                self.report(process, "It is not restarted. Fix the error above, then start the demo again.")
                return
            pause = FIRST_PAUSE_SECONDS * 2 ** (failures - 1)
            self.report(process, f"It is started again in {pause:g} s.")
            self.over.wait(pause)

    def start(self) -> subprocess.Popen[bytes]:
        """Start the process. Only its errors are shown; a group of its own leaves a terminal's Ctrl-C to us."""
        background = self.background
        return subprocess.Popen(
            [*background.program, *background.command],
            cwd=background.folder, env={**self.environment, **background.variables}, stdout=subprocess.DEVNULL,
            process_group=0, preexec_fn=dies_with_parent(signal.SIGTERM),
        )  # fmt: skip

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the end of the process, and end it when the demo ends."""
        while process.poll() is None:
            if self.over.wait(POLL_SECONDS):
                stop_group(process, PATIENCE_SECONDS)

    def report(self, process: subprocess.Popen[bytes], remedy: str) -> None:
        print(
            f"The process for {self.background.name} ended ({describe_end(process.returncode)}): "
            f"{self.background.loss}. {remedy}",
            file=sys.stderr,
            flush=True,
        )


def wait_for_port(port: int, over: Event) -> bool:
    """Wait until a server answers at a port of this machine; False when `over` is set before."""
    while not accepts(port):
        if over.wait(POLL_SECONDS):
            return False
    return True


def stop_group(process: subprocess.Popen[bytes], seconds: float) -> None:
    """End a process that leads a group, and whatever it has started in it."""
    stop(process, signal.SIGTERM, seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)


def describe_end(code: int) -> str:
    """How a process ended, from its return code."""
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
