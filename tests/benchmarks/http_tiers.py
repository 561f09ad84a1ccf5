"""CPU of the server and of PostgreSQL for one request over HTTP, by tier, beside plain Grapple and one statement.

    python -m tests.benchmarks.http_tiers --solutions 10000 --reviews 60000

Each side is a Granian server of one process over the same database, and is asked over one connection; the sides take turns.
The site is served as in production; plain Grapple and the statements by the same server as plain WSGI. Nothing here is
asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from tests.benchmarks.front import count_seconds, filled_site, is_server, list_descendants
from tests.benchmarks.plain_grapple.reads import PLAIN_READS
from tests.benchmarks.read_worker import READS, postgres_seconds
from tests.benchmarks.reads import TIERS, WARM
from tests.benchmarks.references import SQL
from tests.support.serving import serving

COMPARED = ["W1", "W2", "W3", "W4"]
WSGI = "tests.benchmarks.http_references:application"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.plain_grapple.settings"}
OTHERS = {"plain Grapple": SETTINGS, "one SQL": {"AIXPLORE_READ_BY": "sql"}}
"""Sides that are plain WSGI, with what differs in their environment."""
UNKEPT = {"API_ANSWER_CACHE_BYTES": "0"}


@dataclass
class Server:
    """A side that is served. pids: its processes. database: where PostgreSQL says which processes work for it."""

    name: str
    connection: HTTPConnection
    pids: list[int]
    database: str

    def ask(self, read: str, times: int) -> None:
        for _ in range(times):
            self.ask_once(read)

    def ask_once(self, read: str) -> None:
        """SystemExit unless the answer holds what was asked for."""
        method, address, body = build_request(self.name, read)
        headers = {"Host": "localhost", "Content-Type": "application/json"}
        self.connection.request(method, address, body=body, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status != 200 or b'"errors"' in content or b'"title"' not in content:
            raise SystemExit(f"{self.name} did not answer {read}: {response.status} {content[:300]!r}")

    def warm(self, read: str, times: int = WARM) -> None:
        """Ask over a new connection: the server has ended one that waited for the others' turns."""
        self.connection.close()
        self.ask(read, times)

    def measure(self, read: str, times: int) -> tuple[float, float]:
        """Milliseconds of CPU for one request: of the server, and of PostgreSQL."""
        self.warm(read, 1)
        backends = list_backends(self.database)
        before, server = postgres_seconds(backends), count_seconds(self.pids)
        self.ask(read, times)
        now = postgres_seconds(backends)
        spent = sum(now[pid] - before[pid] for pid in now if pid in before)
        return (count_seconds(self.pids) - server) * 1000 / times, spent * 1000 / times


def build_request(name: str, read: str) -> tuple[str, str, bytes | None]:
    """How a side is asked: the site by GET, plain Grapple by POST, the statement at an address of its own."""
    if name == "one SQL":
        return "GET", f"/{read}", None
    if name == "plain Grapple":
        return "POST", "/graphql/", json.dumps({"query": PLAIN_READS[read]}).encode()
    return "GET", f"/graphql?{urlencode({'query': READS[read]})}", None


def list_backends(database: str) -> list[int]:
    statement = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    with psycopg.connect(database) as connection:
        return [pid for (pid,) in connection.execute(statement) if pid != connection.info.backend_pid]


@contextmanager
def served_sides(site: dict[str, str]) -> Iterator[list[Server]]:
    """A server for each side, until the block ends."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers: list[Server] = []
        for name, changes in list_environments(site):
            known = {pid for each in servers for pid in each.pids}
            how = {"application": WSGI, "interface": "wsgi"} if name in OTHERS else {}
            port = stack.enter_context(serving(changes, folder / name.replace(" ", "-"), 1, **how))
            pids = [pid for pid in list_descendants(os.getpid()) if is_server(pid) and pid not in known]
            servers.append(Server(name, HTTPConnection("127.0.0.1", port), pids, site["DATABASE_URL"]))
        yield servers


def list_environments(site: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    for name, changes in {**TIERS, **OTHERS}.items():
        yield name, {**site, **UNKEPT, **changes}


def compare(read: str, servers: list[Server], rounds: int, times: int) -> None:
    """What a read costs on each side, and as multiples of T1."""
    best: dict[str, tuple[float, float]] = {}
    for each in servers:
        each.warm(read)
    for _ in range(rounds):
        for each in servers:
            found = each.measure(read, times)
            best[each.name] = min(best.get(each.name, found), found, key=sum)
    for name, (server, postgres) in best.items():
        multiple = (server + postgres) / sum(best["T1"])
        print(
            f"{read} {name:<14} {server + postgres:8.2f} ms CPU = server {server:.2f} + PostgreSQL {postgres:.2f}; "
            f"{multiple:.2f} × T1",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--solutions", type=int, default=10_000)
    parser.add_argument("--reviews", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--only", nargs="+", choices=[*COMPARED], default=COMPARED)
    given = parser.parse_args()
    assert set(given.only) <= {*SQL, *PLAIN_READS}
    with filled_site(given.solutions, given.reviews) as site, served_sides(site) as servers:
        print(f"best of {given.rounds} rounds; load {os.getloadavg()[0]:.0f}", flush=True)
        for read in given.only:
            compare(read, servers, given.rounds, given.times)


if __name__ == "__main__":
    main()
