"""Events of visits a second through `/collect` into the plugin that stores them, and what reads wait meanwhile.

    python -m tests.benchmarks.ingest [--rate 3000] [--seconds 60] [--size 10]

Events come to a server process of their own, as the production values of the chart have it (`collect`), and another one stores
them. CPU is that of both, PostgreSQL and Valkey; reads meanwhile and the clients are not counted. `--together` sends events to the
server that is read from. `make bench` runs it. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg
import requests
from redis import Redis

from tests.benchmarks.flood import latencies, p99
from tests.support.serving import CHECKOUT, check_session, environment, run_in_site, serving

TARGET_RATE, TARGET_RATIO = 3000, 1.5
WARM, READS, ROUNDS = 40, 150, 2
"""Lists that an editor reads: before anything is measured, in a quiet part, and how many parts there are."""
TOKEN = "0123456789abcdef0123456789abcdef"
FILL = "from tests.benchmarks.reader import fill\nfill()"
TICKS = os.sysconf("SC_CLK_TCK")
"""Of a second, in /proc."""
COUNTED = re.compile(r'^aixplore_collect_(\w+)_total\{\w+="([^"]+)"\} ([0-9.e+]+)$', re.MULTILINE)
SETTINGS = {
    "COLLECT_EVENTS": "true", "METRICS_TOKEN": TOKEN, "TRUSTED_PROXIES": "127.0.0.0/8", "LOG_LEVEL": "ERROR",
}  # fmt: skip


@dataclass(frozen=True)
class Processes:
    """The processes whose CPU counts, by name: each with those that it started."""

    pids: dict[str, int]

    def read_cpu(self) -> dict[str, float]:
        """Seconds so far."""
        used = read_table()
        return {name: add_family(used, pid) for name, pid in self.pids.items()}


def read_table() -> dict[int, tuple[int, float]]:
    """Of every process: its parent, and the seconds of CPU of it and of its children that ended."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            found[int(folder.name)] = (int(fields[1]), sum(map(int, fields[11:15])) / TICKS)
    return found


def add_family(used: dict[int, tuple[int, float]], first: int) -> float:
    own = used.get(first, (0, 0.0))[1]
    return own + sum(add_family(used, pid) for pid, (parent, _) in used.items() if parent == first)


def find_services(given: dict[str, str]) -> dict[str, int]:
    """The processes of PostgreSQL and Valkey, where they run on this machine."""
    with psycopg.connect(given["DATABASE_URL"]) as database, Redis.from_url(given["REDIS_URL"]) as valkey:
        folder = database.execute("SHOW data_directory").fetchone()
        lines = Path(str(folder and folder[0]), "postmaster.pid").read_text().split()
        return {"PostgreSQL": int(lines[0]), "Valkey": int(valkey.info("server")["process_id"])}


def read_counts(port: int) -> dict[str, int]:
    """What `/metrics` says of events, such as {"dropped rate": 3}."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    text = requests.get(f"http://127.0.0.1:{port}/metrics", headers=headers, timeout=30).text
    return {f"{name} {label}": int(float(value)) for name, label, value in COUNTED.findall(text)}


def start(module: str, given: dict[str, str], *arguments: object) -> subprocess.Popen[str]:
    """A process of the benchmark."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=CHECKOUT, env=given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen[str]) -> dict[str, int]:
    """What it prints in the end."""
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"A process of the benchmark failed: {out}")
    found: dict[str, int] = json.loads(out.splitlines()[-1])
    return found


def print_reads(quiet: list[float], busy: list[float]) -> None:
    for name, values in (("quiet", quiet), ("while events come", busy)):
        print(f"editor, {name}: {len(values)} lists, p50 {median(values):.1f} ms, p99 {p99(values):.1f} ms")
    print(f"p99 is {p99(busy) / p99(quiet):.2f} times the quiet one (target ≤ {TARGET_RATIO})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rate", type=int, default=TARGET_RATE, help="events a second")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--size", type=int, default=10, help="events in a request")
    parser.add_argument("--together", action="store_true", help="one server process for events and reads")
    chosen = parser.parse_args()
    given = {**environment("cms.config.settings.production"), **SETTINGS}
    session = run_in_site(given, FILL)
    quiet: list[float] = []
    busy: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        given["PROMETHEUS_MULTIPROC_DIR"] = f"{folder}/metrics"
        with serving(given, Path(folder) / "log", workers=1) as port:
            check_session(port, session)
            if chosen.together:
                measure(chosen, given, port, port, session, quiet, busy)
            else:
                with serving(given, Path(folder) / "collect.log", workers=1) as collect:
                    measure(chosen, given, port, collect, session, quiet, busy)
    print_reads(quiet, busy)


def measure(
    chosen: argparse.Namespace,
    given: dict[str, str],
    port: int,
    collect: int,
    session: str,
    quiet: list[float],
    busy: list[float],
) -> None:
    """Read in silence and while events come, in turns; print what became of the events. port: of the server that is read
    from. collect: of the one to which events are sent, which was started last."""
    worker = start("ingest_worker", given)
    assert worker.stdout is not None
    worker.stdout.readline()
    (server,) = [
        pid for pid, (parent, _) in read_table().items() if parent == os.getpid() and pid != worker.pid
    ][-1:]
    processes = Processes({"server": server, "storing": worker.pid, **find_services(given)})
    latencies(port, session, WARM)
    sent: dict[str, int] = {}
    cpu = dict.fromkeys(processes.pids, 0.0)
    wall = 0.0
    for _ in range(ROUNDS):
        quiet += latencies(port, session, READS)
        before, began = processes.read_cpu(), perf_counter()
        client = start("ingest_client", given, collect, chosen.rate, chosen.size, chosen.seconds // ROUNDS)
        while client.poll() is None:
            busy += latencies(port, session, 5)
        sent = {key: sent.get(key, 0) + value for key, value in finish(client).items()}
        wall += perf_counter() - began
        cpu = {name: cpu[name] + value - before[name] for name, value in processes.read_cpu().items()}
    counts, stored = read_counts(collect), finish(worker)
    print_events(chosen, sent, counts, stored)
    used = {name: value / (sent["sent"] / 1000) for name, value in cpu.items()}
    print(f"cores used over {wall:.0f} s: {sum(cpu.values()) / wall:.2f}; CPU of 1,000 events by process: "
          + ", ".join(f"{name} {1000 * value:.0f} ms" for name, value in used.items()))  # fmt: skip


def print_events(
    chosen: argparse.Namespace, sent: dict[str, int], counts: dict[str, int], stored: dict[str, int]
) -> None:
    dropped = {name: value for name, value in counts.items() if name.startswith("dropped")}
    print(f"{chosen.rate} events a second wanted for {chosen.seconds} s, {chosen.size} in a request: {sent}")
    print(
        f"{sent['sent'] / chosen.seconds:.0f} events a second (target ≥ {TARGET_RATE}); stored {stored}; {counts}"
    )
    lost = sent["sent"] - stored["new"] - sum(dropped.values())
    print(f"sent {sent['sent']} = stored {stored['new']} + dropped {sum(dropped.values())}; lost {lost}")


if __name__ == "__main__":
    main()
