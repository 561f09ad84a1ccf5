"""Commands of Django in a process in which the site has started: each runs in a fork, for starting takes most of its time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

__all__ = ["StartedSite", "read_json", "started_site"]


@dataclass(frozen=True)
class StartedSite:
    """`manage` runs a command there. What the start of the site logged is in `log`, not in the answer of a command."""

    process: subprocess.Popen[str]
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        code = self.process.stdout.readline()
        assert code, self.log
        said = [(self.folder / name).read_text() for name in ("stdout", "stderr")]
        return subprocess.CompletedProcess(words, int(code), *said)

    def answer(self, *words: str) -> Any:
        """What a command says as JSON."""
        return read_json(self.manage(*words, "--json"))


def read_json(done: subprocess.CompletedProcess[str]) -> Any:
    """What a command said; AssertionError shows it when it is no JSON."""
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise AssertionError(done.stdout + done.stderr) from None


@contextmanager
def started_site(environment: Mapping[str, str], cwd: Path) -> Iterator[StartedSite]:
    """The site of these variables; the process ends with the block."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.started_site", name], cwd=cwd, env=environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        with process:
            yield StartedSite(process, folder)


def main(folder: Path) -> None:
    """Run the commands that come as lines of JSON, and say how each ended."""
    import django
    from django.db import connections

    from cms.base.garbage import postponed_collection

    with postponed_collection():
        django.setup()
    connections.close_all()
    for line in sys.stdin:
        command = get_context("fork").Process(target=run, args=(json.loads(line), folder))
        command.start()
        command.join()
        print(command.exitcode, flush=True)


def run(words: list[str], folder: Path) -> None:
    """Run a command as manage.py does, and end as it ends."""
    from cms.__main__ import main as run_command

    for number, name in enumerate(("stdout", "stderr"), 1):
        with (folder / name).open("w") as said:
            os.dup2(said.fileno(), number)
    sys.argv = ["manage.py", *words]
    run_command()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
