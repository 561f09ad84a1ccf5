"""The site behind nginx as deploy/nginx configures it: addresses, slow clients, and a rolling restart.

`pytest -m slow -s tests/drills/test_behind_nginx.py` prints the figures.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cms.services.processes import free_port
from tests.drills.conftest import Served
from tests.support.proxy import Proxy, run_proxy
from tests.support.serving import CHECKOUT, OPTIONS, wait_for

pytestmark = [pytest.mark.alone, pytest.mark.slow]
QUERY = b'{"query": "{ solutions(first: 5) { edges { node { title } } } }"}'
READS, PER_SECOND = 3000, 50


@contextmanager
def run_website() -> Iterator[int]:
    """Something that stands for the website; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"the website")

        def log_message(self, *ignored: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def start_server(served: Served, port: int, log: Path) -> subprocess.Popen[bytes]:
    """A server of the site with one process, started as the image starts it; it has opened its port."""
    options = f"--interface asgi --host 127.0.0.1 --port {port} --workers 1 {OPTIONS}".split()
    given = {**served.environment, "ALLOWED_HOSTS": "cms.localhost", "TRUSTED_PROXIES": "127.0.0.0/8",
             "BASE_URL": "https://cms.localhost"}  # fmt: skip
    command = [sys.executable, "-m", "cms.serving.server", *options, "cms.config.asgi:application"]
    with log.open("a") as out:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=given, stdout=out, stderr=out)
    try:
        wait_for(port, process)
    except BaseException:
        process.kill()
        process.wait()
        raise
    return process


def ask(proxy: Proxy, path: str, host: str = "cms.localhost", body: bytes | None = None) -> tuple[int, bytes]:
    """The status and body of an answer over TLS."""
    connection = http.client.HTTPSConnection(host, proxy.https, timeout=30, context=proxy.trust)
    connection._create_connection = lambda *_args, **_more: socket.create_connection(  # type: ignore[attr-defined]
        ("127.0.0.1", proxy.https), 30
    )
    try:
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request("POST" if body else "GET", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where both servers write."""
    return tmp_path_factory.mktemp("servers") / "log"


@pytest.fixture(scope="module")
def running(
    served_site: Served, ports: tuple[int, int], log: Path
) -> Iterator[dict[int, subprocess.Popen[bytes]]]:
    """Two servers by port."""
    processes: dict[int, subprocess.Popen[bytes]] = {}
    try:
        for port in ports:
            processes[port] = start_server(served_site, port, log)
        yield processes
    finally:
        for process in processes.values():
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="module")
def proxy(
    running: dict[int, subprocess.Popen[bytes]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    with run_website() as theme, run_proxy(tmp_path_factory.mktemp("nginx"), list(running), theme) as made:
        yield made


def test_addresses_lead_where_they_should(proxy: Proxy) -> None:
    assert ask(proxy, "/livez")[0] == 200
    status, body = ask(proxy, "/graphql", body=QUERY)
    assert status == 200 and b"Solution" in body
    assert ask(proxy, "/graphql/schema.graphql")[0] == 200, "the site knows that the browser uses https"
    assert ask(proxy, "/metrics")[0] == 404
    assert ask(proxy, "/internal-media/x")[0] == 404
    assert ask(proxy, "/anything/", host="www.localhost") == (200, b"the website")
    assert ask(proxy, "/graphql", body=b" " * 3 * 2**20)[0] == 413
    plain = http.client.HTTPConnection("127.0.0.1", proxy.http, timeout=5)
    plain.request("GET", "/admin/", headers={"Host": "cms.localhost"})
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, "https://cms.localhost/admin/")
    plain.close()


def test_slow_clients_hold_nobody_up(proxy: Proxy) -> None:
    head = b"POST /graphql HTTP/1.1\r\nHost: cms.localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    slow = []
    for _ in range(100):
        raw = socket.create_connection(("127.0.0.1", proxy.https), 10)
        wrapped = proxy.trust.wrap_socket(raw, server_hostname="cms.localhost")
        wrapped.sendall(head)
        slow.append(wrapped)
    times = []
    for _ in range(50):
        began = time.monotonic()
        assert ask(proxy, "/graphql", body=QUERY)[0] == 200
        times.append(time.monotonic() - began)
    for each in slow:
        each.close()
    times.sort()
    print(
        f"\n100 slow clients: reads of others took {times[25] * 1000:.0f} ms (median), {times[-1] * 1000:.0f} ms (longest)"
    )
    assert times[-1] < 5


def test_a_rolling_restart_loses_no_read(
    proxy: Proxy, served_site: Served, running: dict[int, subprocess.Popen[bytes]], log: Path
) -> None:
    statuses: Counter[int | str] = Counter()
    restarts: list[float] = []

    def read(number: int) -> None:
        time.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        try:
            statuses[ask(proxy, "/graphql", body=QUERY)[0]] += 1
        except OSError as error:
            statuses[type(error).__name__] += 1

    def restart_all() -> None:
        for port, process in list(running.items()):
            time.sleep(5)
            started = time.monotonic()
            process.terminate()
            process.wait(30)
            running[port] = start_server(served_site, port, log)
            restarts.append(time.monotonic() - started)

    began = time.monotonic()
    restarting = threading.Thread(target=restart_all)
    restarting.start()
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(read, range(READS)))
    restarting.join(180)
    took = time.monotonic() - began
    print(
        f"\nrolling restart: {dict(statuses)} of {READS} reads in {took:.0f} s; each server was away for {restarts}"
    )
    assert statuses == {200: READS} and len(restarts) == 2
