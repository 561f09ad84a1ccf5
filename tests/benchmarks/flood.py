"""Response times of an editor while an anonymous client floods the API at ten times its rate limit.

`make bench` runs it: a server as in production, two clients. Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from threading import Thread

from cms.ratelimit.limits import ANONYMOUS
from tests.benchmarks.reader import LIST
from tests.support.serving import check_session, environment, run_in_site, serving

READS, FEW, PAUSE = 150, 30, 0.1
"""Questions of the editor in each half, and in the first seconds of the flood; the seconds between two of them."""
TIMES, CONNECTIONS = 10, 8
CHEAP = "{ site { name } }"
SHORT = LIST.replace("first: 20", "first: 5")
TARGET = 2.0
FILL = "from tests.benchmarks.reader import fill\nfill()"


def ask(connection: HTTPConnection, query: str, **headers: str) -> int:
    """The status of an answer."""
    body = json.dumps({"query": query})
    connection.request("POST", "/graphql", body, {"Content-Type": "application/json", **headers})
    response = connection.getresponse()
    response.read()
    return response.status


def flood(port: int, rate: float) -> None:
    """Ask so many times a second over several connections; every second, print how often each status was answered."""
    seen = Counter[int]()
    for _ in range(CONNECTIONS):
        Thread(target=keep_asking, args=(port, rate / CONNECTIONS, seen), daemon=True).start()
    while True:
        time.sleep(1)
        print(json.dumps(seen), flush=True)


def keep_asking(port: int, rate: float, seen: Counter[int]) -> None:
    """Send with as little work as possible: here the client runs on the server's machine."""
    body = json.dumps({"query": CHEAP})
    head = f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    request, started, sent = f"{head}\r\n\r\n{body}".encode(), time.monotonic(), 0
    connection = socket.create_connection(("127.0.0.1", port))
    while True:
        connection.sendall(request)
        seen[read_status(connection)] += 1
        sent += 1
        time.sleep(max(0.0, sent / rate - (time.monotonic() - started)))


def read_status(connection: socket.socket) -> int:
    """The status of an answer that is read to its end."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += connection.recv(65536)
    head, _, rest = said.partition(b"\r\n\r\n")
    (length,) = (each[15:] for each in head.lower().split(b"\r\n") if each.startswith(b"content-length:"))
    while len(rest) < int(length):
        rest += connection.recv(65536)
    return int(head[9:12])


def latencies(port: int, session: str, reads: int = READS) -> list[float]:
    """Milliseconds that an editor waits for each list."""
    connection, waited = HTTPConnection("127.0.0.1", port), []
    for _ in range(reads):
        before = time.perf_counter()
        status = ask(connection, SHORT, Cookie=f"sessionid={session}")
        waited.append((time.perf_counter() - before) * 1000)
        if status != 200:
            raise SystemExit(f"The editor was answered {status}.")
        time.sleep(PAUSE)
    return waited


def p99(values: list[float]) -> float:
    return quantiles(values, n=100)[-1]


def main() -> None:
    given = environment("cms.config.settings.production")
    session = run_in_site(given, FILL)
    rate = TIMES * ANONYMOUS.restore
    with tempfile.TemporaryDirectory() as folder, serving(given, Path(folder) / "log") as port:
        check_session(port, session)
        for _ in range(8):  # each process is warm: one connection reaches one of them
            latencies(port, session, 5)
        quiet = latencies(port, session)
        command = [sys.executable, "-m", "tests.benchmarks.flood", "flood", str(port), str(rate)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as flooding:
            first = latencies(port, session, FEW)  # the flood uses up the full bucket
            time.sleep(ANONYMOUS.bucket / rate + 3)
            loud = latencies(port, session)
            flooding.terminate()
            said = (flooding.stdout.read() if flooding.stdout else "").splitlines()
    print(f"flood of {rate} requests a second wanted, answers by status: {said[-1:]}")
    for name, values in (("quiet", quiet), ("in the flood", loud)):
        print(f"editor, {name}: p50 {median(values):.1f} ms, p99 {p99(values):.1f} ms")
    print(f"editor, in its first seconds: p50 {median(first):.1f} ms, longest {max(first):.1f} ms")
    print(f"p99 in the flood is {p99(loud) / p99(quiet):.2f} times the quiet one (target ≤ {TARGET})")


if __name__ == "__main__":
    if sys.argv[1:2] == ["flood"]:
        flood(int(sys.argv[2]), float(sys.argv[3]))
    else:
        main()
