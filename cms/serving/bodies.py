"""Reading request bodies on the event loop, within limits of size and time, before a worker thread is taken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from cms.serving.limits import SpoolBudget

__all__ = ["Body", "BodyTimeout", "ClientDisconnected", "Receive", "read_body", "skip_body"]

Receive = Callable[[], Awaitable[dict[str, Any]]]

GRACE = 10.0
"""Seconds in which any body must have arrived whose size does not earn it more time."""
SLOWEST = 20_000
"""Bytes a second: a large upload may take a second longer for each of these."""
LONGEST = 300.0
"""Seconds after which no body is waited for, whatever its size."""
IN_MEMORY = 256 * 1024
"""Bytes of one body that are kept in memory; a longer one goes to a temporary file."""
DRAINED = 4 * 1024 * 1024
"""Bytes beyond the limit that are read and dropped, so that the connection is kept. A body that declares to be longer
than this is not read at all: its client gets the answer, and the connection is closed."""


class BodyTimeout(Exception):
    """The body did not arrive in time."""


class ClientDisconnected(Exception):
    """The client closed the connection before its request was complete."""


@dataclass(slots=True)
class Body:
    """What arrived. too_large: it was longer than the limit, and was dropped. size: bytes that were sent. kept: bytes
    of the budget that it uses."""

    budget: SpoolBudget
    file: IO[bytes] = field(default_factory=lambda: SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - `close` does
    size: int = 0
    too_large: bool = False
    kept: int = 0

    def keep(self, part: bytes) -> None:
        """Add a part; NoSpace when the budget is used up."""
        self.budget.reserve(len(part))
        self.kept += len(part)
        self.file.write(part)

    def drop(self) -> None:
        """Forget the parts, and give back what they used of the budget."""
        self.file.seek(0)
        self.file.truncate()
        self.budget.release(self.kept)
        self.kept = 0

    def close(self) -> None:
        """Forget the body."""
        self.file.close()
        self.budget.release(self.kept)
        self.kept = 0


async def read_body(receive: Receive, limit: int, budget: SpoolBudget, grace: float = GRACE) -> Body:
    """The whole body. BodyTimeout when it is too slow, ClientGone when its sender went away, NoSpace when too many
    others are being received."""
    body = Body(budget)
    try:
        await read_parts(receive, body, limit, grace)
    except TimeoutError as error:
        body.close()
        raise BodyTimeout from error
    except BaseException:
        body.close()
        raise
    body.file.seek(0)
    return body


async def read_parts(receive: Receive, body: Body, limit: int, grace: float) -> None:
    """Read until the end; the more has arrived, the longer it may take, up to LONGEST."""
    started = asyncio.get_running_loop().time()
    async with asyncio.timeout(grace) as deadline:
        while await read_part(receive, body, limit):
            deadline.reschedule(started + min(grace + min(body.size, limit) / SLOWEST, LONGEST))


def skip_body(size: int, budget: SpoolBudget) -> Body:
    """In the place of a body that is not read, because it declares to be so long."""
    return Body(budget, size=size, too_large=True)


async def read_part(receive: Receive, body: Body, limit: int) -> bool:
    """Add what comes next to the body; whether to go on reading."""
    message = await receive()
    if message["type"] != "http.request":
        raise ClientDisconnected
    part = message.get("body", b"")
    body.size += len(part)
    if body.size > limit and not body.too_large:
        body.too_large = True
        body.drop()
    if not body.too_large:
        body.keep(part)
    return bool(message.get("more_body")) and body.size <= limit + DRAINED
