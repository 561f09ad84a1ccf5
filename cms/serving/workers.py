"""Worker threads that run a WSGI application on complete requests and collect its complete answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

import structlog

from cms.base.measures import OPERATION, REQUESTS_WAITING
from cms.serving.bodies import ClientDisconnected, Receive

__all__ = ["Answer", "Workers"]

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LONGEST_WAIT = 10.0
"""Seconds that a request waits for a thread; after them its client is told to come again."""
LONGEST_QUEUE = 500
"""Requests of one process that wait for a thread; more are told so at once."""
IN_MEMORY = 1024 * 1024
"""Bytes of an answer that are kept in memory; a longer one goes to a temporary file."""

logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Answer:
    """A complete response: its body is either `content` or, when it is long, `file`.

    operation: the name of the operation of a registered document that it answers.
    """

    status: int
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    content: bytes = b""
    file: IO[bytes] | None = None
    operation: str = ""


class Workers:
    """So many threads, each with connections of its own. A thread works on one request and never waits for a client:
    what it gets was read before, and what it makes is sent after."""

    def __init__(self, application: Application, threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="web")
        self.free = asyncio.Semaphore(threads)
        self.waiting = 0

    async def answer(self, environ: dict[str, Any], receive: Receive | None = None) -> Answer | None:
        """What the application answers; None when no thread was free in time. A request that has a thread keeps it
        until it is answered, however long that takes.

        receive: where the server tells that the client has gone; a request that still waits then ends in ClientGone.
        """
        if not await self.wait_for_thread(receive):
            logger.warning("request_not_served", reason="no thread was free", waiting=self.waiting)
            return None
        work = asyncio.get_running_loop().run_in_executor(self.pool, run, self.application, environ)
        work.add_done_callback(lambda _: self.free.release())
        return await work

    async def wait_for_thread(self, receive: Receive | None) -> bool:
        """Take a free thread; False when there was none in time, or too many others wait for one."""
        if not self.free.locked():
            return await self.free.acquire()
        if self.waiting >= LONGEST_QUEUE:
            return False
        self.waiting += 1
        REQUESTS_WAITING.inc()
        try:
            return await self.wait_in_queue(receive)
        finally:
            self.waiting -= 1
            REQUESTS_WAITING.dec()

    async def wait_in_queue(self, receive: Receive | None) -> bool:
        """Wait for a thread, for the end of the patience, or for the client to go (ClientGone)."""
        turn = asyncio.ensure_future(self.free.acquire())
        leaving = asyncio.ensure_future(wait_until_gone(receive))
        try:
            await asyncio.wait({turn, leaving}, timeout=LONGEST_WAIT, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self.leave_queue(turn)
            raise
        finally:
            leaving.cancel()
        if leaving.done() and not leaving.cancelled():
            self.leave_queue(turn)
            logger.info("request_dropped", reason="the client has gone")
            raise ClientDisconnected
        if turn.done():
            return True
        self.leave_queue(turn)
        return False

    def leave_queue(self, turn: asyncio.Future[Any]) -> None:
        """Leave the queue, or give back the thread that was taken in the same moment."""
        if turn.done():
            self.free.release()
        else:
            turn.cancel()


async def wait_until_gone(receive: Receive | None) -> None:
    """Return when the client has closed its connection. A request without a body is told to be complete before."""
    for _ in range(2 if receive else 0):
        if receive and (await receive())["type"] == "http.disconnect":
            return
    await asyncio.Event().wait()


def run(application: Application, environ: dict[str, Any]) -> Answer:
    """Call the application, and collect what it answers."""
    answer = Answer(500)

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        answer.status = int(status[:3])
        answer.headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]

    parts = application(environ, start_response)
    try:
        collect(answer, parts)
    except BaseException:  # nothing of an answer that breaks off is sent
        if answer.file is not None:
            answer.file.close()
        raise
    finally:
        if hasattr(parts, "close"):
            parts.close()
    answer.operation = environ.get(OPERATION, "")
    return answer


def collect(answer: Answer, parts: Iterable[bytes]) -> None:
    """Put the parts of a body together: in memory, and from IN_MEMORY bytes on in a file."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        size += len(part)
        if answer.file is None and size > IN_MEMORY:
            answer.file = TemporaryFile()  # noqa: SIM115 - closed by the sender of the response
            answer.file.writelines(held)
        (held.append if answer.file is None else answer.file.write)(part)
    if answer.file is None:
        answer.content = b"".join(held)
    else:
        answer.file.seek(0)
