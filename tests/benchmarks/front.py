"""CPU of a kept answer over HTTP, next to an answer of constant bytes from the same server.

    python -m tests.benchmarks.front --solutions 2000 --reviews 12000

One Granian process with its threads, one client with one connection; the addresses take turns. Nothing here is
asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks.read_worker import READS
from tests.benchmarks.reads import Side
from tests.support.serving import CHECKOUT, environment, serving

POINTS = '{"bucket": 100000000, "restore": 10000000}'
LIMITS = f'{{"anonymous": {POINTS}, "known": {POINTS}}}'
RATES = '{"search": {"amount": 100000000, "seconds": 60}}'
TARGET = 2
"""How many times the constant answer a kept one may cost."""
WARM = 30


def list_descendants(pid: int) -> Iterator[int]:
    """The processes that a process has started."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            yield int(folder.name)
            yield from list_descendants(int(folder.name))


def count_seconds(pids: list[int]) -> float:
    """CPU that all threads of these processes have used."""
    files = [file for pid in pids for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(file.read_text().split()[0]) for file in files) / 1e9


def ask(connection: HTTPConnection, address: str) -> bytes:
    connection.request("GET", address, headers={"Host": "localhost"})
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise SystemExit(f"{address} was answered {response.status}: {content[:300]!r}")
    return content


@contextmanager
def filled_site(solutions: int, reviews: int) -> Iterator[dict[str, str]]:
    """The environment of a site with so many rows."""
    shared = {**environment("cms.config.settings.production"), "LOG_LEVEL": "ERROR"}
    shared |= {"API_LIMITS": LIMITS, "RATE_BUCKETS": RATES}
    side = Side(CHECKOUT, "front", shared)
    try:
        side.send(fill=[solutions, reviews])
    finally:
        side.close()
    yield side.environment


def measure(port: int, server: list[int], rounds: int, times: int) -> dict[str, float]:
    """Milliseconds of CPU for one request of each kind: of the round that others disturbed least."""
    addresses = {"constant": "/constant"}
    addresses |= {name: f"/graphql?{urlencode({'query': READS[name]})}" for name in ("W1", "W3")}
    best: dict[str, float] = {}
    connection = HTTPConnection("127.0.0.1", port)
    for address in addresses.values():
        ask_often(connection, address, WARM)
    for _ in range(rounds):
        for name, address in addresses.items():
            before = count_seconds(server)
            ask_often(connection, address, times)
            found = (count_seconds(server) - before) * 1000 / times
            best[name] = min(found, best.get(name, found))
    return best


def ask_often(connection: HTTPConnection, address: str, times: int) -> None:
    for _ in range(times):
        ask(connection, address)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--solutions", type=int, default=2_000)
    parser.add_argument("--reviews", type=int, default=12_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--times", type=int, default=100)
    given = parser.parse_args()
    with filled_site(given.solutions, given.reviews) as site, tempfile.TemporaryDirectory() as folder:
        application = "tests.benchmarks.front_server:application"
        with serving(site, Path(folder) / "log", 1, application) as port:
            pids = [pid for pid in list_descendants(os.getpid()) if is_server(pid)]
            found = measure(port, pids, given.rounds, given.times)
    for name, milliseconds in found.items():
        ratio = f", {milliseconds / found['constant']:.2f} × constant (target ≤ {TARGET})"
        print(f"{name:<9} {milliseconds:.3f} ms CPU of the server{'' if name == 'constant' else ratio}")


def is_server(pid: int) -> bool:
    return b"cms.serving.server" in Path(f"/proc/{pid}/cmdline").read_bytes()


if __name__ == "__main__":
    main()
