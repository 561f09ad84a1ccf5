"""The front of the server: what it hands to Django, and what it answers itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from cms.serving import bodies, workers
from cms.serving.front import Front
from tests.support.serving import OPTIONS

Seen = dict[str, Any]


def echo(environ: Seen, start_response: Callable[..., Any]) -> list[bytes]:
    """Answers what it was given."""
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = environ["wsgi.input"].read().decode("latin-1")
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


def serve(
    application: Any = echo, *parts: bytes, hang: bool = False, **changes: Any
) -> tuple[int, Seen, bytes]:
    """Status, headers and body of the answer to a request whose body comes in these parts, or never ends."""
    scope = {
        "type": "http", "method": "POST", "path": "/x", "raw_path": b"/x", "query_string": b"", "http_version": "1.1",
        "scheme": "http", "server": ("127.0.0.1", 80), "client": ("192.0.2.7", 1),
        "headers": [(b"transfer-encoding", b"chunked")] if parts or hang else [],
    } | changes  # fmt: skip
    left = [{"type": "http.request", "body": each, "more_body": True} for each in parts]
    sent: list[Seen] = []

    async def receive() -> Seen:
        if left:
            return left.pop(0)
        if hang:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Seen) -> None:
        sent.append(message)

    asyncio.run(Front(application, 1, {"/graphql": 1000}, 2000)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:])


@pytest.mark.parametrize("parts", [(b"abc",), (b"a", b"b", b"c"), (b"", b"ab", b"", b"c")])
def test_a_body_arrives_whole_and_with_its_length(parts: tuple[bytes, ...]) -> None:
    seen = json.loads(serve(echo, *parts)[2])
    assert (seen["body"], seen["CONTENT_LENGTH"]) == ("abc", "3")
    assert "HTTP_TRANSFER_ENCODING" not in seen


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([(b"cookie", b"a=1"), (b"cookie", b"b=2")], {"HTTP_COOKIE": "a=1; b=2"}),
        ([(b"x-forwarded-for", b"1.1.1.1"), (b"x-forwarded-for", b"2.2.2.2")], {"HTTP_X_FORWARDED_FOR": "1.1.1.1,2.2.2.2"}),
        ([(b"x_forwarded_proto", b"https")], {"HTTP_X_FORWARDED_PROTO": None}),
        ([(b"content-type", b"text/html")], {"CONTENT_TYPE": "text/html", "HTTP_CONTENT_TYPE": None}),
    ],
)  # fmt: skip
def test_headers_become_what_wsgi_calls_them(headers: Any, expected: Seen) -> None:
    seen = json.loads(serve(headers=headers)[2])
    assert {name: seen.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("raw", "path"),
    [(b"/%C3%BCber/", "/über/"), (b"/a%2Fb", "/a/b"), (b"/%ff", "/\xff"), (b"/a?b", "/a")],
)
def test_a_path_arrives_as_its_bytes(raw: bytes, path: str) -> None:
    seen = json.loads(serve(raw_path=raw)[2])
    assert seen["PATH_INFO"].encode("latin-1") == (
        path.encode("latin-1") if raw == b"/%ff" else path.encode()
    )


@pytest.mark.parametrize(("path", "kind"), [("/graphql", "application/json"), ("/admin/", "text/plain")])
def test_a_body_that_is_late_is_refused(monkeypatch: pytest.MonkeyPatch, path: str, kind: str) -> None:
    monkeypatch.setattr(bodies.read_body, "__defaults__", (0.05,))
    status, headers, body = serve(echo, b"{", hang=True, path=path)
    assert (status, headers["content-type"].partition(";")[0], headers["connection"]) == (408, kind, "close")
    assert b"did not arrive in time" in body


def test_a_large_body_is_refused_by_the_front_and_that_of_the_api_by_the_api() -> None:
    assert serve(echo, b"a" * 1500, b"b" * 600)[0] == 413
    seen = json.loads(serve(echo, b"a" * 1500, path="/graphql")[2])
    assert (seen["CONTENT_LENGTH"], seen["body"]) == ("1500", "")


def test_a_client_who_leaves_gets_no_thread() -> None:
    called = Event()

    async def leave() -> Seen:
        return {"type": "http.disconnect"}

    async def send(message: Seen) -> None:
        raise AssertionError

    def application(*_: Any) -> list[bytes]:
        called.set()
        return []

    scope = {"type": "http", "path": "/x", "method": "POST", "http_version": "1.1", "headers": [(b"content-length", b"5")]}  # fmt: skip
    asyncio.run(Front(application, 1, {}, 2000)(scope, leave, send))
    assert not called.is_set()


def test_a_long_answer_is_sent_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "IN_MEMORY", 10)
    closed = Event()

    class Parts(list[bytes]):
        def close(self) -> None:
            closed.set()

    def application(environ: Seen, start_response: Callable[..., Any]) -> Parts:
        start_response("206 Partial Content", [])
        return Parts([b"abcdef"] * 5)

    assert serve(application)[::2] == (206, b"abcdef" * 5)
    assert closed.is_set()


def test_a_request_that_finds_no_thread_in_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "LONGEST_WAIT", -1.0)
    status, headers, body = serve(path="/graphql")
    assert (status, headers["retry-after"]) == (503, "2")
    assert json.loads(body)["errors"][0]["extensions"] == {"code": "SERVICE_UNAVAILABLE"}


def test_an_application_that_raises_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def application(*_: Any) -> list[bytes]:
        raise ValueError("canary")

    status, _, body = serve(application)
    assert status == 500 and b"canary" not in body


def test_the_process_says_that_it_lives_without_a_thread() -> None:
    assert serve(None, path="/health/live", method="GET")[::2] == (200, b'{"status": "ok"}')


def test_the_server_may_start_and_stop_the_application() -> None:
    asked, sent = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}], []

    async def receive() -> Seen:
        return asked.pop(0)

    async def send(message: Seen) -> None:
        sent.append(message["type"])

    asyncio.run(Front(echo, 1, {}, 1)({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_the_documented_command_has_the_options_that_are_tested() -> None:
    text = Path(__file__).parents[2].joinpath("deploy/README.md").read_text()
    command = text.partition("  granian ")[2].partition("```")[0]
    assert OPTIONS in " ".join(command.replace("\\\n", " ").split())
