"""Bodies without a length on the development server, sent over a socket."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from threading import Thread
from typing import Any

import pytest
from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer, get_internal_wsgi_application

from cms.compat.django_server import ChunkedServer
from cms.config.management.commands.runserver import Command

pytestmark = pytest.mark.alone

QUERY = json.dumps({"query": "{ __typename }"}).encode()
HEAD = (
    b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n%s\r\n"
)


@contextmanager
def running(server_class: type[WSGIServer]) -> Iterator[int]:
    """The site on a server of this class; its port."""
    server = server_class(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_internal_wsgi_application())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(port: int, *parts: bytes) -> tuple[int, dict[str, Any]]:
    """Send a query in parts, without its length."""
    headers = {"Content-Type": "application/json", "Host": "localhost"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", "/graphql", iter(parts), headers, encode_chunked=True)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def send(port: int, body: bytes, headers: bytes = b"") -> bytes:
    """Send bytes as they are; the whole answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(HEAD % headers + body)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


@pytest.mark.django_db(transaction=True)
def test_a_body_in_chunks_is_read() -> None:
    answered = (200, {"data": {"__typename": "Query"}})
    with running(Command.server_cls) as port:
        assert ask(port, QUERY) == answered
        assert ask(port, *(bytes([each]) for each in QUERY)) == answered
        assert ask(port, QUERY, b" " * 20_000) == answered
        assert ask(port, QUERY[:5], QUERY[5:]) == answered


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"%X;name=value\r\n%s\r\n0\r\n\r\n" % (len(QUERY), QUERY), b""),
        (b"%x\r\n%s\r\n000\r\nChecksum: 1\r\n\r\n" % (len(QUERY), QUERY), b"Trailer: Checksum\r\n"),
        (b"%x\n%s\n0\n\n" % (len(QUERY), QUERY), b""),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(QUERY), QUERY), b"Content-Length: 3\r\n"),
    ],
    ids=["extension", "trailer", "line feeds alone", "with a length as well"],
)
def test_every_form_of_chunks_is_read(body: bytes, headers: bytes) -> None:
    with running(ChunkedServer) as port:
        answer = send(port, body, headers)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b'{"data":{"__typename":"Query"}}')
    assert answer.count(b"HTTP/1.1") == 1, "what follows is not taken for a second request"


@pytest.mark.parametrize(
    ("body", "headers", "status", "message"),
    [
        (b"-5\r\nabcde\r\n0\r\n\r\n", b"", 400, b"not a hexadecimal number"),
        (b"0x5\r\nabcde\r\n0\r\n\r\n", b"", 400, b"not a hexadecimal number"),
        (b"3\r\nabcde\r\n0\r\n\r\n", b"", 400, b"another length"),
        (b"9\r\nabc", b"", 400, b"another length"),
        (b"3\r\nabc\r\n", b"", 400, b"cut off"),
        (b"ffffffff\r\nabc", b"", 413, b"longer than"),
        (b"3\r\nabc\r\n0\r\n\r\n", b"Transfer-Encoding: gzip\r\n", 501, b"must be chunked"),
    ],
)
def test_malformed_chunks_are_rejected(body: bytes, headers: bytes, status: int, message: bytes) -> None:
    with running(ChunkedServer) as port:
        answer = send(port, body, headers)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert message in answer


@pytest.mark.django_db(transaction=True)
def test_django_alone_sees_no_body() -> None:
    """Django answers the head alone: a body sent after it would meet a closed connection."""
    with running(WSGIServer) as port:
        answer = send(port, b"")
    assert answer.startswith(b"HTTP/1.1 400 "), "cms/compat/django_server.py is no longer needed"
    assert b'"errors"' in answer
