"""Requests to other servers: none reaches the network that the site stands in, however its address is written."""

from __future__ import annotations

import ast
import gzip
import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread
from typing import Any
from unittest.mock import patch

import pytest
from django.utils.module_loading import import_string
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException
from wagtail.embeds.finders import get_finders

from cms import plugin_api
from cms.http import outgoing
from cms.http.outgoing import FetchRefused, fetch, is_public
from tests.architecture.test_layout import CHECKOUT, our_files

CLIENTS = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "pycurl",
    "requests",
    "requests_hardened",
    "urllib.request",
    "urllib3",
}
FORMS = (
    "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://LOCALHOST:{port}/", "http://localhost.:{port}/",
    "http://127.0.0.1.:{port}/", "http://127.1:{port}/", "http://127.0.1:{port}/", "http://2130706433:{port}/",
    "http://0x7f000001:{port}/", "http://0x7f.0.0.1:{port}/", "http://0177.0.0.1:{port}/", "http://017700000001:{port}/",
    "http://0:{port}/", "http://0.0.0.0:{port}/", "http://127.127.127.127:{port}/", "http://[::1]:{port}/",
    "http://[::]:{port}/", "http://[0:0:0:0:0:0:0:1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/", "http://[::127.0.0.1]:{port}/", "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[2002:7f00:1::]:{port}/", "http://user:word@127.0.0.1:{port}/", "http://example.org@127.0.0.1:{port}/",
    "http://example.org:80@127.0.0.1:{port}/", "http://127.0.0.1:{port}\\@example.org/",
    "http://example.org\\@127.0.0.1:{port}/", "http://127.0.0.1:{port}#@example.org/", "http://127.0.0.1:{port}?@example.org/",
    "http://①②⑦.⓪.⓪.①:{port}/", "http://127。0。0。1:{port}/", "http:\\\\127.0.0.1:{port}/", "http:///127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/\r\nHost: example.org", " http://127.0.0.1:{port}/", "http://127.0.0.1\t:{port}/",
    "https://127.0.0.1:{port}/", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_x", "file:///etc/passwd",
    "//127.0.0.1:{port}/", "127.0.0.1:{port}", "http://127.0.0.1:99999/", "http://[::1", "", "javascript:alert(1)",
)  # fmt: skip
PRIVATE = (
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.2.1", "192.168.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1",
    "::10.0.0.1", "64:ff9b::a00:1", "2001::1", "2001:db8::1", "2002:a00:1::", "fc00::1", "fd00:ec2::254", "fe80::1",
    "fec0::1", "ff02::1",
)  # fmt: skip
PUBLIC = "93.184.215.14"


class Server:
    """A server of this machine that counts who comes; `answer` is what it does."""

    def __init__(self) -> None:
        self.hits: list[str] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = plain
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.hits.append(self.path)
                server.answer(self)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self.running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.running.server_port


def plain(handler: BaseHTTPRequestHandler, body: bytes = b'{"a": 1}', **headers: str) -> None:
    handler.send_response(200)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = Thread(target=made.running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.running.shutdown()
    made.running.server_close()
    thread.join()


@pytest.fixture
def known_server(server: Server, settings: Any) -> str:
    """The server's address, named by the operator."""
    settings.OUTGOING_ALLOWED_HOSTS = [f"127.0.0.1:{server.port}"]
    return f"http://127.0.0.1:{server.port}"


@pytest.mark.parametrize("form", FORMS)
def test_no_way_of_writing_an_address_leads_inside(form: str, server: Server) -> None:
    with pytest.raises(FetchRefused):
        fetch(form.format(port=server.port))
    assert server.hits == []


@pytest.mark.parametrize("form", FORMS)
def test_what_is_allowed_is_one_way_of_writing_it(form: str, server: Server, settings: Any) -> None:
    settings.OUTGOING_ALLOWED_HOSTS = [f"frontend.internal:{server.port}"]
    with pytest.raises(FetchRefused):
        fetch(form.format(port=server.port))
    assert server.hits == []


@pytest.mark.parametrize("address", PRIVATE)
def test_names_that_stand_for_private_addresses_are_refused(address: str, server: Server) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 80))]
    with (
        patch("socket.getaddrinfo", return_value=found),
        patch("urllib3.util.connection.create_connection") as connect,
        pytest.raises(FetchRefused, match=r"^inner\.example is not a public address"),
    ):
        fetch("http://inner.example/")
    assert not connect.called and not is_public(ip_address(address))


def test_a_name_that_changes_its_address_is_asked_where_it_was_judged(server: Server) -> None:
    answers = iter([PUBLIC, *["127.0.0.1"] * 9])
    reached: list[Any] = []

    def resolve(host: str, port: Any, *args: Any, **kwargs: Any) -> Any:
        address = next(answers) if host == "rebinding.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, server.port))]

    def connect(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        reached.append(address[0])
        raise OSError("there is no network here")

    with (
        patch("socket.getaddrinfo", resolve),
        patch("urllib3.util.connection.create_connection", connect),
        pytest.raises(FetchRefused, match=r"^rebinding\.example cannot be reached"),
    ):
        fetch(f"http://rebinding.example:{server.port}/")
    assert reached == [PUBLIC] and server.hits == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int, server: Server, known_server: str) -> None:
    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Location", f"http://127.0.0.1:{server.port}/inner")
        handler.end_headers()

    server.answer = elsewhere
    with pytest.raises(FetchRefused, match=rf"^127\.0\.0\.1 answers {status}: redirects are not followed\.$"):
        fetch(f"{known_server}/start")
    assert server.hits == ["/start"]


def test_a_known_server_is_asked(server: Server, known_server: str) -> None:
    answer = fetch(f"{known_server}/x", "POST", headers={"X-Note": "a"}, body=b"{}")
    assert (answer.status, answer.json(), answer.headers["content-length"]) == (200, {"a": 1}, "8")
    assert server.hits == ["/x"]


@pytest.mark.parametrize("said", [True, False])
def test_an_answer_that_is_too_long_is_left(said: bool, server: Server, known_server: str) -> None:
    def long(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        if said:
            handler.send_header("Content-Length", "5000000")
        handler.end_headers()
        try:
            handler.wfile.write(b"x" * 5_000_000)
        except OSError:
            return  # the client has gone, as it should

    server.answer = long
    with pytest.raises(FetchRefused, match="answers more than 1000 bytes"):
        fetch(known_server, max_bytes=1000)


def test_a_small_answer_that_unfolds_to_a_large_one_is_left(server: Server, known_server: str) -> None:
    packed = gzip.compress(b"0" * 20_000_000)
    server.answer = lambda handler: plain(handler, packed, **{"Content-Encoding": "gzip"})
    with pytest.raises(FetchRefused, match="answers more than"):
        fetch(known_server)


def test_a_server_that_is_silent_or_slow_is_not_waited_for(
    server: Server, known_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b"x" * 20_000)
            time.sleep(0.05)

    monkeypatch.setattr(outgoing, "READ_SECONDS", 0.2)
    server.answer = lambda handler: time.sleep(0.5)
    with pytest.raises(FetchRefused, match="does not answer in time"):
        fetch(known_server)
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.2)
    server.answer = drip
    with pytest.raises(FetchRefused, match="does not answer in time"):
        fetch(known_server)


BYTES = {
    "headers": ("http", b"HTTP/1.1 200 OK\r\nX-Long: "),
    "body": ("http", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
    "body without end": ("http", b"HTTP/1.1 200 OK\r\n\r\n"),
    "TLS handshake": ("https", b"\x16\x03\x03\x40\x00"),
}


@pytest.mark.parametrize("place", BYTES)
def test_a_server_that_sends_byte_by_byte_is_left(
    place: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte comes before a wait is over; only all of them together take too long."""
    monkeypatch.setattr(outgoing, "READ_SECONDS", 5.0)
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.3)
    scheme, start = BYTES[place]
    sent: list[int] = []

    def trickle(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(start)
            for _ in range(200):
                try:
                    sent.append(connection.send(b"x"))
                except OSError:
                    return  # the client has gone, as it should
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.OUTGOING_ALLOWED_HOSTS = [f"127.0.0.1:{listener.getsockname()[1]}"]
        thread = Thread(target=trickle, args=(listener,))
        thread.start()
        with pytest.raises(FetchRefused, match="does not answer in time"):
            fetch(f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()
    assert len(sent) < 100


def test_a_closed_port_is_said(settings: Any) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        settings.OUTGOING_ALLOWED_HOSTS = [f"127.0.0.1:{port}"]
        with pytest.raises(FetchRefused, match=r"^127\.0\.0\.1 cannot be reached \(ConnectionError\)\.$"):
            fetch(f"http://127.0.0.1:{port}/")


def test_proxies_and_passwords_of_the_machine_are_not_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.port}")
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, 80))]
    with (
        patch("socket.getaddrinfo", return_value=found),
        patch("urllib3.util.connection.create_connection", side_effect=OSError) as connect,
        pytest.raises(FetchRefused),
    ):
        fetch("http://outside.example/")
    assert connect.call_args.args[0][0] == PUBLIC and server.hits == []


@pytest.mark.django_db
def test_embeds_ask_through_the_guard(server: Server) -> None:
    (finder,) = get_finders()
    assert isinstance(finder, import_string("cms.http.oembed.GuardedFinder"))
    with pytest.raises(EmbedException, match="No provider is known"):
        finder.find_embed(f"http://127.0.0.1:{server.port}/")
    inner = patch.object(finder, "_get_endpoint", return_value=f"http://127.0.0.1:{server.port}/")
    with inner, pytest.raises(EmbedException, match="not a public address"):
        finder.find_embed("https://www.youtube.com/watch?v=x")
    with pytest.raises(EmbedException):
        get_embed(f"http://localhost:{server.port}/")
    assert server.hits == []


@pytest.mark.parametrize(
    ("told", "html"),
    [
        (b'{"type": "video", "html": "<iframe></iframe>", "title": null}', "<iframe></iframe>"),
        (b'{"type": "photo", "url": "\\"><script>"}', '<img src="&quot;&gt;&lt;script&gt;" alt="">'),
    ],
)
def test_what_a_provider_tells_becomes_an_embed(told: bytes, html: str) -> None:
    (finder,) = get_finders()
    with patch("cms.http.oembed.fetch", return_value=outgoing.Fetched(200, {}, told)) as asked:
        found = finder.find_embed("https://www.youtube.com/watch?v=x", max_width=300)
    assert (found["html"], found["title"]) == (html, "")
    assert asked.call_args.args[0].startswith("https://www.youtube.com/oembed?url=https%3A%2F%2Fwww")


def test_plugins_ask_through_the_guard() -> None:
    assert plugin_api.fetch is fetch and plugin_api.FetchRefused is FetchRefused


def find_imports(path: Any) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return {client for client in CLIENTS for name in names if name == client or name.startswith(f"{client}.")}


def test_no_other_module_can_ask_anybody() -> None:
    product = [
        path
        for path in our_files()
        if path.suffix == ".py" and not {"tests", "testing"} & set(path.relative_to(CHECKOUT).parts)
    ]
    asking = {
        path.relative_to(CHECKOUT).as_posix(): found for path in product if (found := find_imports(path))
    }
    errors_alone = "plugins/analytics_clickhouse/errors.py"  # names classes of errors, and asks for nothing
    pipeline = {
        f"deploy/pipeline/{name}.py" for name in ("acceptance", "smoke", "watch_slo")
    }  # workflows ask the site by them
    assert set(asking) == {"cms/http/outgoing.py", "cms/http/deadlines.py", errors_alone, *pipeline}
