"""Requests a second for each core, memory and connections by role, and what so many machines serve by that.

    python -m tests.benchmarks.capacity [--solutions 2000] [--reviews 12000] [--seconds 6] [--rounds 3]

The production server with one process, and one process of each other role. CPU is counted by process, so the clients,
which run on the same machine, do not count; figures are those of the round that others disturbed least. `make capacity`
runs it. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import psycopg

from tests.benchmarks.capacity_plan import OTHERS, Cost, Measured, Sizes, print_plan
from tests.benchmarks.front import count_seconds, filled_site, is_server, list_descendants
from tests.benchmarks.ingest import find_services
from tests.benchmarks.read_worker import READS
from tests.support.serving import CHECKOUT, check_session, run_in_site, serving

CONNECTIONS, WARM, SETTLE = 4, 40, 10
"""Clients at once (a process has two threads); requests before anything is measured; seconds in which a role that has started is idle."""
STARTED, IDLE = 1.0, 0.2
"""Seconds of CPU that a start takes at least, and of a process that is idle between two looks."""
EXECUTED = {"list": "W4", "page": "W2", "search": "W5", "facets": "W6-category"}
"""Reads of visitors that are executed each time, by their names in read_worker."""
MIX = {
    "kept": 0.8, "list": 0.06, "page": 0.08, "search": 0.02, "facets": 0.01, "editor": 0.01, "admin": 0.01, "form": 0.01,
}  # fmt: skip
COMMANDS = {
    "worker": ["db_worker", "--no-reload"],
    "scheduler": ["plugins", "run-jobs", "--forever"],
    "collector": ["store_events", "--forever"],
}
"""As the image's run-role starts them."""
IMPORT = f"""
from pathlib import Path
from django.core.files import File
from cms.exchange.models import ImportRun
from cms.exchange.runs.tasks import import_upload
with Path("{CHECKOUT}/tests/data/ai-packages-sample.csv").open("rb") as file:
    run = ImportRun.objects.create(upload=File(file, "sample.csv"))
import_upload.enqueue(run.pk)
"""
FORM = "from content_types.solutions.models import Solution; print(Solution.objects.order_by('pk')[0].pk)"
Request = tuple[str, dict[str, str]]


def run_command(site: dict[str, str], *words: str) -> str:
    """Run a command of the site; what it prints."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=CHECKOUT, env=site, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def list_requests(session: str, solution: str) -> dict[str, Request]:
    """The address and headers of each kind of request. solution: the key of the one whose form is opened."""
    signed_in = {"Cookie": f"sessionid={session}"}
    reads: dict[str, Request] = {
        name: (f"/graphql?{urlencode({'query': READS[read]})}", {}) for name, read in EXECUTED.items()
    }
    kept: Request = (f"/graphql?{urlencode({'query': READS['W1']})}", {})
    pages = {"admin": "/admin/solutions/", "form": f"/admin/pages/{solution}/edit/"}
    return {
        "kept": kept, **reads, "editor": (reads["list"][0], signed_in),
        **{name: (path, signed_in) for name, path in pages.items()},
    }  # fmt: skip


def ask(connection: HTTPConnection, request: Request) -> None:
    connection.request("GET", request[0], headers={"Host": "localhost", **request[1]})
    response = connection.getresponse()
    content = response.read()
    if response.status != 200 or b'"errors"' in content:
        raise SystemExit(f"{request[0]} was answered {response.status}: {content[:300]!r}")


def ask_for(port: int, request: Request, seconds: float) -> int:
    """Ask over several connections at once for so long; how many requests were answered. SystemExit where one was not."""
    counts, refusals = [0] * CONNECTIONS, list[str]()
    until = time.monotonic() + seconds

    def keep_asking(place: int) -> None:
        connection = HTTPConnection("127.0.0.1", port)
        try:
            while time.monotonic() < until:
                ask(connection, request)
                counts[place] += 1
        except SystemExit as error:  # a thread ends by it without a word
            refusals.append(str(error))
        connection.close()

    threads = [Thread(target=keep_asking, args=(place,)) for place in range(CONNECTIONS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if refusals or min(counts) == 0:
        raise SystemExit(next(iter(refusals), f"A client was not answered: {request[0]}"))
    return sum(counts)


def read_memory(pid: int) -> float:
    """Megabytes of a process and those that it started; what they share counts once (PSS)."""
    found = 0
    for each in [pid, *list_descendants(pid)]:
        with suppress(OSError):  # it has just ended
            text = Path(f"/proc/{each}/smaps_rollup").read_text()
            found += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return found / 1024


@contextmanager
def watch_memory(pid: int, most: dict[str, float], name: str) -> Iterator[None]:
    """Note the most memory that a process has while the block runs."""
    stops: list[bool] = []

    def watch() -> None:
        while not stops:
            most[name] = max(most.get(name, 0), read_memory(pid))
            time.sleep(0.2)

    thread = Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stops.append(True)
        thread.join()


def count_connections(site: dict[str, str]) -> int:
    """Clients of the site's database, without this one."""
    with psycopg.connect(site["DATABASE_URL"], autocommit=True) as database:
        row = database.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        ).fetchone()
        return int(row[0]) if row else 0


def measure_web(
    site: dict[str, str], kinds: dict[str, Request], session: str, given: argparse.Namespace, found: Measured
) -> None:
    """Costs of these kinds of requests on a server with one process; its memory and connections."""
    with tempfile.TemporaryDirectory() as folder, serving(site, Path(folder) / "log", workers=1) as port:
        pids = [pid for pid in list_descendants(os.getpid()) if is_server(pid)]
        services = find_services(site)
        check_session(port, session)
        for request in kinds.values():
            ask_often(port, request)
        with watch_memory(pids[0], found.memory, "web"):
            for kind, request in kinds.items():
                found.costs[kind] = measure_kind(port, request, pids, services, given)
        found.connections["web"] = max(found.connections.get("web", 0), count_connections(site))


def ask_often(port: int, request: Request) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    for _ in range(WARM):
        ask(connection, request)
    connection.close()


def measure_kind(
    port: int, request: Request, pids: list[int], services: dict[str, int], given: argparse.Namespace
) -> Cost:
    """The round with the least CPU."""
    rounds = []
    for _ in range(given.rounds):
        parts = {"web": pids} | {name: [pid, *list_descendants(pid)] for name, pid in services.items()}
        before = {name: count_seconds(each) for name, each in parts.items()}
        count = ask_for(port, request, given.seconds)
        spent = [(count_seconds(each) - before[name]) * 1000 / count for name, each in parts.items()]
        rounds.append((Cost(*spent), count / given.seconds))
    cost, rate = min(rounds, key=lambda each: each[0].web + each[0].postgres)
    print(
        f"{request[0][:48]:<48} {cost.web:.2f} ms of web, {cost.postgres:.2f} of PostgreSQL, {cost.valkey:.3f} of Valkey; "
        f"{rate:.0f} a second here; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return cost


def measure_role(site: dict[str, str], role: str, found: Measured) -> None:
    """Memory and connections of a role other than web; a worker has an import of 200 lines to do."""
    before = count_connections(site)
    process = subprocess.Popen(
        [sys.executable, "manage.py", *COMMANDS[role]], cwd=CHECKOUT, env=site, stdout=subprocess.DEVNULL
    )
    try:
        with watch_memory(process.pid, found.memory, role):
            if role == "worker":
                run_command(site, "shell", "--no-imports", "-c", IMPORT)
                wait_for_tasks(site)
            wait_until_idle(process.pid)
        if process.poll() is not None:
            raise SystemExit(f"The role {role} ended with {process.returncode}.")
        found.connections[role] = max(0, count_connections(site) - before)
    finally:
        process.terminate()
        process.wait(40)


def wait_until_idle(pid: int) -> None:
    """Wait until a process has started: it has worked, and then hardly does for some seconds."""
    used, before = count_seconds([pid]), -1.0
    while used < STARTED or used - before > IDLE:
        before = used
        time.sleep(SETTLE)
        used = count_seconds([pid])


def wait_for_tasks(site: dict[str, str]) -> None:
    """Wait until no task is left."""
    waiting = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
    with psycopg.connect(site["DATABASE_URL"], autocommit=True) as database:
        while (row := database.execute(waiting).fetchone()) and row[0]:
            time.sleep(0.5)


def print_measured(found: Measured) -> None:
    print(
        "\n| request | ms of web | requests a second and core | ms of PostgreSQL |\n| --- | ---: | ---: | ---: |"
    )
    for kind, cost in found.costs.items():
        print(f"| {kind} | {cost.web:.2f} | {1000 / cost.web:.0f} | {cost.postgres:.2f} |")
    print("\n| role | MB at most | connections |\n| --- | ---: | ---: |")
    for role in ("web", *OTHERS):
        print(f"| {role} | {found.memory[role]:.0f} | {found.connections[role]} |")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--solutions", type=int, default=2_000)
    parser.add_argument("--reviews", type=int, default=12_000)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--mix", type=json.loads, default=MIX, help="the share of each kind of request, as JSON"
    )
    parser.add_argument("--cores", type=int, default=4, help="of a machine of web")
    parser.add_argument("--memory", type=int, default=6_000, help="MB for web on such a machine")
    parser.add_argument("--database-cores", type=int, default=8)
    parser.add_argument("--max-connections", type=int, default=100)
    given = parser.parse_args()
    sizes = Sizes(given.mix, given.cores, given.memory, given.database_cores, given.max_connections)
    found = Measured({}, {}, {})
    with filled_site(given.solutions, given.reviews) as site, tempfile.TemporaryDirectory() as folder:
        site |= {
            "VAR_DIR": folder, "STATIC_DIR": f"{folder}/static", "TRUSTED_PROXIES": "127.0.0.0/8", "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        run_command(site, "collectstatic", "--no-input", "--verbosity", "0")
        session = run_in_site(site, "")
        requests = list_requests(session, run_command(site, "shell", "--no-imports", "-c", FORM))
        measure_web(site, {"kept": requests.pop("kept")}, session, given, found)
        measure_web({**site, "API_ANSWER_CACHE_BYTES": "0"}, requests, session, given, found)
        for role in OTHERS:
            measure_role(site, role, found)
    print_measured(found)
    for line in print_plan(found, sizes):
        print(line)


if __name__ == "__main__":
    main()
