"""A process that writes to a site as it is told: `python -m tests.support.writer`, the name of a write on each line.

It says of each what came of it, when it is committed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.support.serving import CHECKOUT

__all__ = ["Writer", "run_writer"]

FILL = "fill"


class Writer:
    """A running process of this kind."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def write(self, name: str) -> str:
        """What came of a write: empty, or the error with which it failed."""
        assert self.process.stdin and self.process.stdout
        print(name, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        return str(json.loads(line)["error"])


@contextmanager
def run_writer(environment: Mapping[str, str]) -> Iterator[Writer]:
    """A writer for the site of this environment, which it has filled."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.writer"],
        cwd=CHECKOUT, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        writer = Writer(process)
        assert (error := writer.write(FILL)) == "", error
        yield writer


def main() -> None:
    """Write what each line of the input names."""
    import django

    django.setup()
    from tests.support.kept_answers import WRITES, fill_site

    for line in sys.stdin:
        error = ""
        try:
            {**WRITES, FILL: fill_site}[line.strip()]()
        except Exception as failure:  # what it needs was deleted by another one
            error = repr(failure)
        print(json.dumps({"error": error}), flush=True)


if __name__ == "__main__":
    main()
