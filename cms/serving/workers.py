"""Worker threads that run a WSGI application on complete requests and collect its complete answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

import structlog

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
    """A complete response: its body is either `content` or, when it is long, `file`."""

    status: int
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    content: bytes = b""
    file: IO[bytes] | None = None


class Workers:
    """So many threads, each with connections of its own. A thread works on one request and never waits for a client:
    what it gets was read before, and what it makes is sent after."""

    def __init__(self, application: Application, threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="web")
        self.free = asyncio.Semaphore(threads)
        self.waiting = 0

    async def answer(self, environ: dict[str, Any]) -> Answer | None:
        """What the application answers; None when no thread was free in time. A request that has a thread keeps it
        until it is answered, however long that takes."""
        if not await self.wait_for_thread():
            logger.warning("request_not_served", reason="no thread was free", waiting=self.waiting)
            return None
        work = asyncio.get_running_loop().run_in_executor(self.pool, run, self.application, environ)
        work.add_done_callback(lambda _: self.free.release())
        return await work

    async def wait_for_thread(self) -> bool:
        """Take a free thread; False when there was none in time, or too many others wait for one."""
        if self.free.locked() and self.waiting >= LONGEST_QUEUE:
            return False
        self.waiting += 1
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                return await self.free.acquire()
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1


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
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return answer


def collect(answer: Answer, parts: Iterable[bytes]) -> None:
    """Put the parts of a body together: in memory, and from IN_MEMORY bytes on in a file."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        size += len(part)
        if answer.file is None and size > IN_MEMORY:
            answer.file = TemporaryFile()  # noqa: SIM115 - whoever sends the answer closes it
            answer.file.writelines(held)
        (held.append if answer.file is None else answer.file.write)(part)
    if answer.file is None:
        answer.content = b"".join(held)
    else:
        answer.file.seek(0)
