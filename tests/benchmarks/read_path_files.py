"""The files of ours that one warm anonymous list read runs through, and the moves from one file to another.

    python -m tests.benchmarks.read_path_files

The read is W1 of the benchmark of reads, posted to the WSGI application: once with an answer that is made, once with one
that is kept. A move is a call from code of one of our files into another of our files, whatever libraries lie between.
Nothing here is asserted.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from tests.benchmarks.read_worker import READS, build_reader
from tests.benchmarks.reads import NONE_KEPT
from tests.support.serving import CHECKOUT, environment

ROOTS = tuple(f"{CHECKOUT / name}/" for name in ("cms", "content_types", "graphql", "plugins"))
WARM = 5
MADE, KEPT = "made", "kept"
MOST_FILES = 20


class Walk:
    """Files in the order in which they are first entered, how often each is called, and moves between them."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.moves = 0
        self._stack: list[str] = []

    def trace(self, frame: FrameType, event: str, argument: Any) -> None:
        """The profile function: it sees each call and return of Python code on its thread."""
        file = frame.f_code.co_filename
        if not file.startswith(ROOTS):
            return
        if event == "call":
            self._enter(file)
        elif event == "return" and self._stack:
            self._stack.pop()

    def _enter(self, file: str) -> None:
        self.moves += bool(self._stack) and self._stack[-1] != file
        self._stack.append(file)
        self.calls[file] += 1


def walk(read: Callable[[], bytes]) -> Walk:
    """What one read runs through, on this thread and on those that it starts."""
    found = Walk()
    threading.setprofile(found.trace)
    sys.setprofile(found.trace)
    try:
        read()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return found


def report(kind: str, found: Walk) -> None:
    for number, (file, count) in enumerate(found.calls.items(), start=1):
        print(f"{number:4} {Path(file).relative_to(CHECKOUT)} {count}")
    target = f" (target ≤ {MOST_FILES})" if kind == KEPT else ""
    print(
        f"one list read, its answer {kind}: {len(found.calls)} files{target}, {found.moves} moves", flush=True
    )


def main() -> None:
    """Fill a database and read in processes that have its address; with a kind of read, be such a process."""
    if sys.argv[1:]:
        return read_once(sys.argv[1])
    given = {**environment("cms.config.settings.production"), "LOG_LEVEL": "ERROR"}
    subprocess.run([sys.executable, "-m", "tests.benchmarks.reader", "fill"], env=given, check=True)
    for kind, changes in {MADE: NONE_KEPT, KEPT: {}}.items():
        command = [sys.executable, "-m", "tests.benchmarks.read_path_files", kind]
        subprocess.run(command, env={**given, **changes}, check=True)
    return None


def read_once(kind: str) -> None:
    import django

    django.setup()
    read = build_reader(READS["W1"])
    for _ in range(WARM):
        read()
    report(kind, walk(read))


if __name__ == "__main__":
    main()
