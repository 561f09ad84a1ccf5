"""How long a process of the server takes to its first answer, and its memory after many distinct documents.

    python -m tests.benchmarks.web_process --solutions 2000 --documents 10000

The server runs in one process as in production. Its start is told in seconds by the clock and in seconds of CPU: from the command to the
first answer, and from the moment at which the process of the server itself was made. Nothing here is asserted: a busy machine
is no bug.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import islice, product
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks.capacity import read_memory
from tests.benchmarks.front import ask, count_seconds, filled_site, is_server, list_descendants
from tests.benchmarks.read_worker import READS
from tests.support.serving import serving

FIELDS = ("title", "slug", "summary", "path", "vendor { name }", "category { name }", "tags { name }")
SECONDS, MEBIBYTES = 3, 250
"""Targets: of the CPU until the first answer, and of memory."""
SHOWN_EVERY = 2_000


@dataclass
class Served:
    """A server of one process. started: when its command was given, by the clock. pids: the process that starts
    others, and the one that answers."""

    started: float
    connection: HTTPConnection
    pids: list[int]

    @property
    def worker(self) -> int:
        return max(self.pids)


@contextmanager
def served_process(site: dict[str, str]) -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        with serving(site, Path(folder) / "log", 1) as port:
            pids = [pid for pid in list_descendants(os.getpid()) if is_server(pid)]
            yield Served(started, HTTPConnection("127.0.0.1", port), pids)


def list_documents(number: int) -> Iterator[str]:
    """Addresses of documents that all differ: in their fields, their aliases, or a literal."""
    for size, field, other in islice(product(range(1, 101), FIELDS, range(1_000)), number):
        query = "{ solutions(first: %d) { nodes { a%d: %s title } } }" % (size, other, field)
        yield f"/graphql?{urlencode({'query': query})}"


def measure_start(site: dict[str, str]) -> None:
    """What a first answer takes."""
    with served_process(site) as server:
        ask(server.connection, f"/graphql?{urlencode({'query': READS['W1']})}")
        clock = time.monotonic() - server.started
        alone = count_seconds([server.worker])
        print(
            f"first answer after {clock:.1f} s; CPU {count_seconds(server.pids):.2f} s, of which the process that "
            f"answers {alone:.2f} s (target ≤ {SECONDS} s); {read_memory(server.worker):.0f} MiB",
            flush=True,
        )


def measure_memory(site: dict[str, str], documents: int) -> None:
    """What memory a process needs after so many documents."""
    with served_process(site) as server:
        for number, address in enumerate(list_documents(documents), 1):
            ask(server.connection, address)
            if number % SHOWN_EVERY == 0 or number == documents:
                memory = read_memory(server.worker)
                print(f"{number:,} documents: {memory:.0f} MiB (target ≤ {MEBIBYTES} MiB)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--solutions", type=int, default=2_000)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--starts", type=int, default=3)
    given = parser.parse_args()
    with filled_site(given.solutions, 0) as site:
        print(f"load {os.getloadavg()[0]:.0f}", flush=True)
        for _ in range(given.starts):
            measure_start(site)
        measure_memory(site, given.documents)


if __name__ == "__main__":
    main()
