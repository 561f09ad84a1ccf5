"""The front of the server: what it hands to Django, and what it answers itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from cms.database.outages import DatabaseUnavailable
from cms.serving import bodies, responses as refusals, workers
from cms.serving.front import FrontApplication
from cms.serving.limits import SpoolBudget
from tests.support.asgi import LIMITS, Seen, declare, echo, serve
from tests.support.serving import OPTIONS


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
    asyncio.run(FrontApplication(application, 1, LIMITS)(scope, leave, send))
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


def occupy_thread(*paths: str) -> list[int]:
    """Have the only thread work on a request until all of the paths have been asked for and answered; the statuses of
    those answers, and then of the first request."""
    go_on = Event()

    def application(environ: Seen, start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/first" and not go_on.wait(20):
            raise AssertionError("The others were not answered before the thread was free.")
        start_response("200 OK", [])
        return []

    async def ask_all() -> list[int]:
        front = FrontApplication(application, 1, LIMITS)
        first = asyncio.create_task(ask(front, "/first"))
        await asyncio.sleep(0.05)
        others = await asyncio.gather(*(ask(front, path) for path in paths))
        go_on.set()
        return [*others, await first, await ask(front, "/last")]

    return asyncio.run(ask_all())


async def ask(front: FrontApplication, path: str, query: bytes = b"") -> int:
    """The status of the answer to a request without a body."""
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query, "http_version": "1.1", "headers": []
    }  # fmt: skip
    sent: list[Seen] = []

    async def receive() -> Seen:
        await asyncio.Event().wait()
        raise AssertionError("The client stays.")

    async def send(message: Seen) -> None:
        sent.append(message)

    await front(scope, receive, send)
    return int(sent[0]["status"])


@pytest.mark.parametrize("paths", [["/x"], ["/x", "/y", "/graphql"], ["/x"] * 20])
def test_a_request_that_finds_no_thread_in_time_is_told_so_while_all_work(
    monkeypatch: pytest.MonkeyPatch, paths: list[str]
) -> None:
    monkeypatch.setattr(workers, "LONGEST_WAIT", 0.1)
    assert occupy_thread(*paths) == [*[503] * len(paths), 200, 200]


@pytest.mark.parametrize("longest", [0, 1, 3])
def test_requests_beyond_the_longest_queue_are_told_so_at_once(
    monkeypatch: pytest.MonkeyPatch, longest: int
) -> None:
    monkeypatch.setattr(workers, "LONGEST_QUEUE", longest)
    monkeypatch.setattr(workers, "LONGEST_WAIT", 1.0)
    told: list[int] = []
    monkeypatch.setattr(workers.logger, "warning", lambda *_, waiting, **__: told.append(waiting))
    assert occupy_thread(*["/x"] * 5) == [*[503] * 5, 200, 200]
    assert told[: 5 - longest] == [longest] * (5 - longest)


def occupy_side_thread(
    monkeypatch: pytest.MonkeyPatch, first: str, paths: list[str]
) -> tuple[list[int], int]:
    """The statuses of answers to paths while a request to `first` is worked on, and how many events were dropped; there
    is one thread, and one for "/side", with two places in each queue."""
    monkeypatch.setattr(workers, "LONGEST_QUEUE", 2)
    monkeypatch.setattr(workers, "LONGEST_WAIT", 0.1)
    go_on, dropped = Event(), []

    def application(environ: Seen, start_response: Callable[..., Any]) -> list[bytes]:
        if environ["QUERY_STRING"] == "first" and not go_on.wait(20):
            raise AssertionError("The others were not answered before the thread was free.")
        start_response("200 OK", [])
        return []

    async def ask_all() -> list[int]:
        side_paths = {"/side": lambda: dropped.append(1)}
        front = FrontApplication(application, 1, LIMITS, side_paths=side_paths)
        kept = asyncio.create_task(ask(front, first, b"first"))
        await asyncio.sleep(0.05)
        statuses = await asyncio.gather(*(ask(front, path) for path in paths))
        go_on.set()
        return [*statuses, await kept]

    return asyncio.run(ask_all()), len(dropped)


@pytest.mark.parametrize(
    ("first", "paths", "statuses", "dropped"),
    [
        ("/side", ["/side"] * 5, [202] * 5, 5),
        ("/side", ["/side", "/x", "/side", "/side", "/graphql"], [202, 200, 202, 202, 200], 3),
        ("/x", ["/side", "/side", "/x"], [200, 200, 503], 0),
    ],
)
def test_requests_with_a_thread_of_their_own_delay_no_other_request(
    monkeypatch: pytest.MonkeyPatch, first: str, paths: list[str], statuses: list[int], dropped: int
) -> None:
    assert occupy_side_thread(monkeypatch, first, paths) == ([*statuses, 200], dropped)


class Queue:
    """A site with one thread, which works on "/first" until `continue_editing` is set, and the paths that it worked on."""

    def __init__(self) -> None:
        self.go_on, self.ran = Event(), list[str]()
        self.front = FrontApplication(self.application, 1, LIMITS)

    def application(self, environ: Seen, start_response: Callable[..., Any]) -> list[bytes]:
        self.ran.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/first" and not self.go_on.wait(20):
            raise AssertionError("The thread was never let go.")
        start_response("200 OK", [])
        return []

    async def ask_and_leave(self, path: str, messages: list[Seen], **changes: Any) -> list[Seen]:
        """What is sent to a client who leaves after these messages."""
        scope = {"type": "http", "path": path, "query_string": b"", "http_version": "1.1", "method": "GET"}
        sent: list[Seen] = []

        async def receive() -> Seen:
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def send(message: Seen) -> None:
            sent.append(message)

        await self.front({**scope, "headers": [], **changes}, receive, send)
        return sent


EMPTY = {"type": "http.request", "body": b"", "more_body": False}
POSTED = {"method": "POST", "headers": [(b"content-length", b"2")]}


@pytest.mark.parametrize(
    ("messages", "changes"),
    [([], {}), ([EMPTY], {}), ([{**EMPTY, "body": b"{}"}], POSTED)],
    ids=["gone", "no body", "sent a body"],
)
def test_a_waiting_request_of_a_client_who_left_is_never_run(messages: Any, changes: Any) -> None:
    queue = Queue()

    async def ask_all() -> list[Any]:
        first = asyncio.create_task(ask(queue.front, "/first"))
        await asyncio.sleep(0.05)
        stays = asyncio.create_task(ask(queue.front, "/stays"))
        sent = await queue.ask_and_leave("/left", list(messages), **changes)
        waiting = queue.front.workers.waiting
        queue.go_on.set()
        return [sent, waiting, await first, await stays, await ask(queue.front, "/last")]

    assert asyncio.run(ask_all()) == [[], 1, 200, 200, 200]
    assert queue.ran == ["/first", "/stays", "/last"]


@pytest.mark.parametrize("length", [1, 10, 5_000])
@pytest.mark.parametrize("fault", [ValueError, DatabaseUnavailable])
def test_an_answer_that_breaks_off_is_not_sent_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, length: int, fault: type[Exception]
) -> None:
    monkeypatch.setattr(workers, "IN_MEMORY", 1_000)
    logged: list[Any] = []
    monkeypatch.setattr(refusals.logger, "error", lambda event, **values: logged.append(values["exc_info"]))

    def application(environ: Seen, start_response: Callable[..., Any]) -> Any:
        start_response("200 OK", [("Content-Type", "application/json")])
        yield b"[" * length
        raise fault("canary")

    status, headers, body = serve(application)
    assert (status, headers["content-type"]) == (500, "text/plain; charset=utf-8")
    assert b"[" not in body and b"canary" not in body
    assert [type(each) for each in logged] == [fault]


def test_a_busy_site_says_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def wait_in_vain(*_: Any) -> bool:
        return False

    monkeypatch.setattr(workers.Workers, "wait_for_thread", wait_in_vain)
    status, headers, body = serve(path="/graphql")
    assert (status, headers["retry-after"]) == (503, "2")
    assert json.loads(body)["errors"][0]["extensions"] == {"code": "SERVICE_UNAVAILABLE"}


def test_an_application_that_raises_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def application(*_: Any) -> list[bytes]:
        raise ValueError("canary")

    status, _, body = serve(application)
    assert status == 500 and b"canary" not in body


def test_the_process_says_that_it_lives_without_a_thread() -> None:
    assert serve(None, path="/livez", method="GET")[::2] == (200, b'{"status": "ok"}')


def test_the_server_may_start_and_stop_the_application() -> None:
    asked, sent = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}], []

    async def receive() -> Seen:
        return asked.pop(0)

    async def send(message: Seen) -> None:
        sent.append(message["type"])

    asyncio.run(FrontApplication(echo, 1, LIMITS)({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_the_documented_command_has_the_options_that_are_tested() -> None:
    text = Path(__file__).parents[2].joinpath("deploy/README.md").read_text()
    command = text.partition("cms.serving.server ")[2].partition("```")[0]
    assert OPTIONS in " ".join(command.replace("\\\n", " ").split())


@pytest.mark.parametrize(
    ("path", "length"), [("/x", 5_000_000), ("/admin/x", 6_000_001), ("/administrator/", 5_000_000)]
)
def test_a_body_that_declares_to_be_far_too_large_is_refused_unread(path: str, length: int) -> None:
    assert serve(None, hang=True, path=path, **declare(length))[0] == 413  # it would hang if it read


def test_a_body_that_declares_to_be_far_too_large_is_refused_unread_by_the_api() -> None:
    seen = json.loads(serve(echo, hang=True, path="/graphql", **declare(5_000_000))[2])
    assert (seen["CONTENT_LENGTH"], seen["body"]) == ("5000000", "")


@pytest.mark.parametrize("size", [2001, 1_000_000, 4_000_000])
def test_a_body_that_is_little_too_large_is_read_to_its_end_and_not_kept(size: int) -> None:
    budget, parts = SpoolBudget(2000), [b"a" * 1000] * (size // 1000) + [b"a" * (size % 1000)]
    assert serve(None, *parts, budget=budget, **declare(size))[0] == 413
    assert budget.used == 0


@pytest.mark.parametrize(("path", "status"), [("/x", 413), ("/admin/x", 200), ("/admin/images/add/", 200)])
def test_only_the_admin_takes_uploads(path: str, status: int) -> None:
    assert serve(echo, *[b"a" * 1000] * 5000, path=path)[0] == status


@pytest.mark.parametrize(("used", "status"), [(0, 200), (999_000, 200), (999_001, 503), (1_000_000, 503)])
def test_bodies_beyond_the_space_for_them_are_told_to_come_again(used: int, status: int) -> None:
    budget = SpoolBudget(1_000_000)
    budget.reserve(used)
    assert serve(echo, b"a" * 500, b"b" * 500, budget=budget)[0] == status
    assert budget.used == used


@pytest.mark.parametrize("message", ["late", "gone"])
def test_a_body_that_does_not_arrive_gives_its_space_back(message: str) -> None:
    budget, left = SpoolBudget(1000), [{"type": "http.request", "body": b"a" * 100, "more_body": True}]

    async def receive() -> Seen:
        if not left and message == "late":
            await asyncio.sleep(60)
        return left.pop() if left else {"type": "http.disconnect"}

    with pytest.raises((bodies.BodyTimeout, bodies.ClientDisconnected)):
        asyncio.run(bodies.read_body(receive, 2000, budget, grace=0.05))
    assert budget.used == 0


@pytest.mark.parametrize(("longest", "late"), [(0.05, True), (300.0, False)])
def test_no_body_is_waited_for_longer_than_the_longest_time(
    monkeypatch: pytest.MonkeyPatch, longest: float, late: bool
) -> None:
    monkeypatch.setattr(bodies, "LONGEST", longest)
    left = [b"a" * 1000] * 3

    async def receive() -> Seen:
        await asyncio.sleep(0.04)
        part = left.pop()
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    async def read() -> int:
        return (await bodies.read_body(receive, 10_000, SpoolBudget())).size

    if late:
        with pytest.raises(bodies.BodyTimeout):
            asyncio.run(read())
    else:
        assert asyncio.run(read()) == 3000


def test_no_body_may_take_longer_than_five_minutes() -> None:
    assert bodies.LONGEST == 300
