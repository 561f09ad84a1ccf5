"""Worker threads that run a WSGI application on complete requests and collect its complete answers."""

from __future__ import annotations

import asyncio
import time
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

    async def answer(self, environ: dict[str, Any]) -> Answer | None:
        """What the application answers; None when no thread was free in time."""
        latest = time.monotonic() + LONGEST_WAIT
        return await asyncio.get_running_loop().run_in_executor(self.pool, self.work, environ, latest)

    def work(self, environ: dict[str, Any], latest: float) -> Answer | None:
        if time.monotonic() > latest:
            logger.warning("request_not_served", reason="no thread was free", seconds=LONGEST_WAIT)
            return None
        return run(self.application, environ)


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
