"""Clients that send or read slowly hold no thread of a site as it is deployed."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from cms.services.processes import accepts
from tests.drills.conftest import Served
from tests.support.asking import Answer, ask, describe, post
from tests.support.serving import serving

pytestmark = [pytest.mark.alone]

QUERY = "{ site { name } }"
BODY = json.dumps({"query": QUERY}).encode()
HEAD = "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {}\r\n"
JSON = "application/json"
CLIENTS = 12
"""Three for each thread of both processes."""
STARTS = {
    "a body that never ends": HEAD.format("/graphql", JSON) + "Content-Length: 500\r\n\r\n{",
    "chunks that never end": HEAD.format("/graphql", JSON)
    + "Transfer-Encoding: chunked\r\n\r\n5\r\n{quer\r\n",
    "an upload that never ends": HEAD.format("/admin/images/add/", "multipart/form-data; boundary=x")
    + "Content-Length: 5000000\r\n\r\n--x\r\n",
    "headers that never end": "GET /graphql?query={__typename} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ",
    "nothing at all": "",
}


HTTP2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"
"""The preface of an HTTP/2 connection, and empty settings."""
EARNS_A_MINUTE = b"a" * 1_000_000
"""So much of an upload that its deadline lies beyond that of the server's end."""


@pytest.fixture
def sockets() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def connect(port: int, sockets: ExitStack) -> socket.socket:
    return sockets.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))


def answers_meanwhile(port: int, what: str) -> None:
    answers = [post(port, QUERY) for _ in range(5)]
    lives = [ask(port, "/livez") for _ in range(5)]
    describe(f"API during {what}", answers)
    describe("  /livez", lives)
    assert {each.status for each in (*answers, *lives)} == {200}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_others_are_served_while_clients_send_slowly(
    served_site: Served, sockets: ExitStack, start: str
) -> None:
    slow = [connect(served_site.port, sockets) for _ in range(CLIENTS)]
    for each in slow:
        each.sendall(start.encode())
    time.sleep(0.3)
    answers_meanwhile(served_site.port, start.splitlines()[0] if start else "idle connections")


@pytest.mark.parametrize("start", list(STARTS.values())[:3], ids=list(STARTS)[:3])
def test_a_body_that_is_not_complete_in_time_is_refused(
    served_site: Served, sockets: ExitStack, start: str
) -> None:
    slow, started = connect(served_site.port, sockets), time.monotonic()
    slow.sendall(start.encode())
    assert slow.recv(64).startswith(b"HTTP/1.1 408 ")
    print(f"408 after {time.monotonic() - started:.1f} s")
    assert post(served_site.port, QUERY).status == 200


def test_others_are_served_while_clients_read_slowly(served_site: Served, sockets: ExitStack) -> None:
    request = b"GET /graphql/schema.graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 40
    for _ in range(CLIENTS):
        slow = sockets.enter_context(socket.socket())
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", served_site.port))
        slow.sendall(request)
    time.sleep(1)
    answers_meanwhile(served_site.port, "clients that read nothing")


def test_others_are_served_beside_many_connections_that_are_kept(
    served_site: Served, sockets: ExitStack
) -> None:
    for _ in range(300):
        kept = connect(served_site.port, sockets)
        kept.sendall(b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert kept.recv(64).startswith(b"HTTP/1.1 200 ")
    answers_meanwhile(served_site.port, "300 connections that are kept")


def send_chunks(port: int, *chunks: bytes) -> Answer:
    """A request in chunks, as streaming clients send it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/graphql", iter(chunks), {"Content-Type": JSON}, encode_chunked=True)
    response = connection.getresponse()
    answer = Answer(response.status, dict(response.getheaders()), response.read(), 0.0)
    connection.close()
    return answer


@pytest.mark.parametrize("size", [1, 7, len(BODY)])
def test_a_body_in_chunks_is_answered(served_site: Served, size: int) -> None:
    chunks = [BODY[start : start + size] for start in range(0, len(BODY), size)]
    answer = send_chunks(served_site.port, *chunks)
    assert (answer.status, list(answer.json)) == (200, ["data"])


@pytest.mark.parametrize(("size", "status"), [(70_000, 413), (300_000, 413), (2_000_000, 413)])
def test_a_body_in_chunks_that_is_too_large_is_refused(served_site: Served, size: int, status: int) -> None:
    answer = send_chunks(served_site.port, *[b" " * 10_000] * (size // 10_000), BODY)
    assert (answer.status, answer.json["errors"][0]["extensions"]["code"]) == (status, "BAD_USER_INPUT")


@pytest.mark.parametrize("size", [10, 100_000, 1_000_000])
def test_a_form_for_the_api_is_refused_and_its_connection_stays(served_site: Served, size: int) -> None:
    form = (
        b'--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n' + b"a" * size + b"\r\n--x--\r\n"
    )
    connection = HTTPConnection("127.0.0.1", served_site.port, timeout=30)
    for _ in range(20):
        connection.request("POST", "/graphql", form, {"Content-Type": "multipart/form-data; boundary=x"})
        response = connection.getresponse()
        assert (response.status, response.getheader("Connection")) == (415, None)
        response.read()
    connection.close()


def test_a_server_that_is_told_to_stop_does_not_wait_for_slow_clients(
    served_site: Served, sockets: ExitStack, tmp_path: Path
) -> None:
    with serving(served_site.environment, tmp_path / "server.log", workers=2) as port:
        connect(port, sockets).sendall(STARTS["an upload that never ends"].encode() + EARNS_A_MINUTE)
        connect(port, sockets).sendall(HTTP2)
        time.sleep(1)
        stopping = time.monotonic()
    print(f"gone {time.monotonic() - stopping:.1f} s after SIGTERM")  # `serving` allows 30
    assert not accepts(port)
