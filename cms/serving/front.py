"""The ASGI application that serves the site: it waits for clients on the event loop, and works in threads.

Whole requests are handed to the WSGI application, and whole answers are sent, so that no client can hold a thread by
sending or reading slowly. `docs/adr/0010-whole-requests-and-no-pool.md` has the reasons and the measurements.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any

from cms.serving.bodies import DRAINED, Body, BodyTimeout, ClientDisconnected, Receive, read_body, skip_body
from cms.serving.draining import is_draining
from cms.serving.environments import build_environment
from cms.serving.limits import BodyLimits, NoSpace, SpoolBudget
from cms.serving.measures import record_request
from cms.serving.readiness import READY_PATH, Readiness
from cms.serving.responses import ACCEPTED, LIVE, build_busy, build_failure, build_timeout, build_too_large
from cms.serving.workers import Answer, Application, Workers

__all__ = ["FrontApplication"]

Send = Callable[[dict[str, Any]], Awaitable[None]]

PIECE = 256 * 1024
"""Bytes of a long answer that are sent at once."""
LIVE_PATH = "/livez"


class FrontApplication:
    """An ASGI application before a WSGI application.

    side_paths: requests to them have one thread of their own, so that no other request waits for them. Those for which
    it is not free in time are dropped and answered 202, after calling what stands for the path.
    """

    def __init__(
        self,
        application: Application,
        threads: int,
        limits: BodyLimits,
        budget: SpoolBudget | None = None,
        side_paths: Mapping[str, Callable[[], None]] | None = None,
        readiness: Readiness | None = None,
    ) -> None:
        self.workers = Workers(application, threads)
        self.side_paths = side_paths or {}
        self.side_workers = Workers(application, 1)
        self.limits, self.budget = limits, budget or SpoolBudget()
        self.readiness = readiness

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await take_part_in_lifespan(receive, send)
        elif scope["type"] == "http":
            await self.serve(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def serve(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Read a request, have it answered, and send the answer."""
        answer = await self.answer_probe(scope)
        if answer is None:
            began = perf_counter()
            try:
                answer = await self.answer(scope, receive)
            except ClientDisconnected:
                return
            record_request(scope["path"], answer.status, perf_counter() - began, answer.operation)
        if is_draining():
            answer = ask_to_close(answer)
        await send_answer(send, answer)

    async def answer_probe(self, scope: dict[str, Any]) -> Answer | None:
        """What is said to those who ask how this process is; None for all other requests."""
        if scope["method"] not in ("GET", "HEAD"):
            return None
        if scope["path"] == LIVE_PATH:
            return LIVE
        if scope["path"] != READY_PATH or self.readiness is None:
            return None
        leaving = is_draining()
        if not leaving and any(name == b"cookie" for name, _ in scope["headers"]):
            return None
        return await self.readiness.answer(self.workers.waiting, leaving=leaving)

    async def answer(self, scope: dict[str, Any], receive: Receive) -> Answer:
        path = scope["path"]
        limit = self.limits.find_limit(path)
        try:
            body = await self.receive_body(scope, receive, limit)
        except BodyTimeout:
            return build_timeout(path)
        except NoSpace:
            return build_busy(path)
        try:
            if body is not None and body.too_large and path not in self.limits.views:
                return build_too_large(limit)
            return await self.run(scope, receive, body)
        finally:
            if body is not None:
                body.close()

    async def receive_body(self, scope: dict[str, Any], receive: Receive, limit: int) -> Body | None:
        """The body of a request; one that declares to be far too long is not read."""
        if not has_body(scope):
            return None
        declared = declared_length(scope)
        if declared > max(limit, DRAINED):
            return skip_body(declared, self.budget)
        return await read_body(receive, limit, self.budget)

    async def run(self, scope: dict[str, Any], receive: Receive, body: Body | None) -> Answer:
        """Have the application answer. A body that is longer than the limit of its path arrives there empty, with its
        length, and is refused there, as other faults of the request are."""
        unread = body is not None and body.too_large
        path = scope["path"]
        workers = self.side_workers if path in self.side_paths else self.workers
        try:
            answer = await workers.answer(build_environment(scope, body), None if unread else receive)
            return answer or self.refuse(path)
        except ClientDisconnected:
            raise
        except Exception as error:
            return build_failure(error)

    def refuse(self, path: str) -> Answer:
        """The answer to a request that found no free thread."""
        if path not in self.side_paths:
            return build_busy(path)
        self.side_paths[path]()
        return ACCEPTED


def has_body(scope: dict[str, Any]) -> bool:
    """Whether there is something to read: HTTP/1 says so, later versions need not."""
    if not scope["http_version"].startswith("1"):
        return bool(scope["method"] not in ("GET", "HEAD"))
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def declared_length(scope: dict[str, Any]) -> int:
    """The length that a request declares; 0 where it declares none."""
    value = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(value) if value.isdigit() else 0


def ask_to_close(answer: Answer) -> Answer:
    """The answer, after which its connection is closed."""
    others = [header for header in answer.headers if header[0] != b"connection"]
    return replace(answer, headers=[*others, (b"connection", b"close")])


async def send_answer(send: Send, answer: Answer) -> None:
    """Send a complete answer, a long one piece by piece."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    if answer.file is None:
        await send({"type": "http.response.body", "body": answer.content})
        return
    with answer.file as file:
        while piece := file.read(PIECE):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def take_part_in_lifespan(receive: Receive, send: Send) -> None:
    """Say that all is ready: the application was loaded before the server called."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
