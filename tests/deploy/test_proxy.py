"""deploy/nginx in a real nginx, in front of servers that note what they get."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.proxy import Proxy, run_proxy

pytestmark = pytest.mark.slow
Seen = list[dict[str, str]]
MIB = 2**20


@contextmanager
def run_server(name: str) -> Iterator[tuple[int, Seen]]:
    """A server that answers its name; its port, and the headers of requests that it got whole."""
    seen: Seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen.append({key.lower(): value for key, value in self.headers.items()})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(name.encode())

        do_POST = do_GET

        def log_message(self, *ignored: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], seen
        server.shutdown()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Proxy, Seen]]:
    folder = tmp_path_factory.mktemp("nginx")
    with run_server("site") as (site, seen), run_server("website") as (theme, _):
        gone = socket.create_server(("127.0.0.1", 0))
        port = gone.getsockname()[1]
        gone.close()  # a server that is being restarted: it refuses
        with run_proxy(folder, [port, site], theme) as made:
            yield made, seen


def ask(proxy: Proxy, path: str, host: str = "cms.localhost", body: bytes = b"") -> tuple[int, bytes]:
    """The status and body of an answer over TLS."""
    raw = socket.create_connection(("127.0.0.1", proxy.https), 10)
    connection = http.client.HTTPConnection(host, proxy.https)
    connection.sock = proxy.trust.wrap_socket(raw, server_hostname=host)
    try:
        connection.request("POST" if body else "GET", path, body or None)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "host", "size", "status", "body"),
    [
        ("/graphql", "cms.localhost", 0, 200, b"site"),
        ("/anything", "www.localhost", 0, 200, b"website"),
        ("/graphql", "cms.localhost", MIB, 200, b"site"),
        ("/graphql", "cms.localhost", 3 * MIB, 413, None),
        ("/admin/images/add/", "cms.localhost", 10 * MIB, 200, b"site"),
        ("/metrics", "cms.localhost", 0, 404, None),
        ("/internal-media/secret.pdf", "cms.localhost", 0, 404, None),
    ],
)
def test_a_request_goes_where_it_should(
    path: str, host: str, size: int, status: int, body: bytes | None, proxy: tuple[Proxy, Seen]
) -> None:
    given, said = ask(proxy[0], path, host, b"x" * size)
    assert given == status and (body is None or said == body)


def test_the_site_learns_who_asks_and_how(proxy: tuple[Proxy, Seen]) -> None:
    made, seen = proxy
    assert ask(made, "/x")[0] == 200
    headers = seen[-1]
    assert (headers["x-forwarded-proto"], headers["x-forwarded-for"]) == ("https", "127.0.0.1")
    assert headers["host"] == f"cms.localhost:{made.https}" and len(headers["x-request-id"]) == 32


@pytest.mark.parametrize(
    ("asked", "led"), [("cms.localhost", "cms.localhost"), ("cms.localhost:8080", "cms.localhost:8443")]
)
def test_plain_http_leads_to_https(proxy: tuple[Proxy, Seen], asked: str, led: str) -> None:
    plain = http.client.HTTPConnection("127.0.0.1", proxy[0].http, timeout=5)
    plain.request("GET", "/admin/?a=b", headers={"Host": asked})
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{led}/admin/?a=b")
    plain.close()


def test_the_site_sees_no_request_before_it_is_whole(proxy: tuple[Proxy, Seen]) -> None:
    made, seen = proxy
    raw = socket.create_connection(("127.0.0.1", made.https), 10)
    slow = made.trust.wrap_socket(raw, server_hostname="cms.localhost")
    before = len(seen)
    slow.sendall(b"POST /slow HTTP/1.1\r\nHost: cms.localhost\r\nX-Slow: yes\r\nContent-Length: 3\r\n\r\na")
    time.sleep(1)
    assert len(seen) == before, "no thread of the site waits for this client"
    slow.sendall(b"bc")
    assert slow.recv(100).startswith(b"HTTP/1.1 200")
    assert seen[-1]["x-slow"] == "yes"
    slow.close()


def test_a_server_that_is_away_loses_no_request(proxy: tuple[Proxy, Seen]) -> None:
    answers = [ask(proxy[0], f"/{number}")[0] for number in range(50)]
    assert answers == [200] * 50
