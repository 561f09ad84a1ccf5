"""Reading request bodies on the event loop, within limits of size and time, before a worker thread is taken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

__all__ = ["Body", "BodyTimeout", "ClientGone", "Receive", "read_body"]

Receive = Callable[[], Awaitable[dict[str, Any]]]

GRACE = 10.0
"""Seconds in which any body must have arrived whose size does not earn it more time."""
SLOWEST = 20_000
"""Bytes a second: a large upload may take a second longer for each of these."""
IN_MEMORY = 256 * 1024
"""Bytes of one body that are kept in memory; a longer one goes to a temporary file."""
DRAINED = 4 * 1024 * 1024
"""Bytes beyond the limit that are read and dropped: over what is left unread, the connection would break before the
client has read the answer."""


class BodyTimeout(Exception):
    """The body did not arrive in time."""


class ClientGone(Exception):
    """The client closed the connection before its request was complete."""


@dataclass(slots=True)
class Body:
    """What arrived. too_large: it was longer than the limit, and was dropped. size: bytes that were sent."""

    file: IO[bytes]
    size: int = 0
    too_large: bool = False


async def read_body(receive: Receive, limit: int, grace: float = GRACE) -> Body:
    """The whole body. BodyTimeout when it is too slow, ClientGone when its sender went away."""
    started = asyncio.get_running_loop().time()
    body = Body(SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - whoever gets the body closes it
    try:
        async with asyncio.timeout(grace) as deadline:
            while await read_part(receive, body, limit):
                deadline.reschedule(started + grace + min(body.size, limit) / SLOWEST)
    except TimeoutError as error:
        body.file.close()
        raise BodyTimeout from error
    body.file.seek(0)
    return body


async def read_part(receive: Receive, body: Body, limit: int) -> bool:
    """Add what comes next to the body; whether to go on reading."""
    message = await receive()
    if message["type"] != "http.request":
        body.file.close()
        raise ClientGone
    part = message.get("body", b"")
    body.size += len(part)
    if body.size > limit and not body.too_large:
        body.too_large = True
        body.file.seek(0)
        body.file.truncate()
    if not body.too_large:
        body.file.write(part)
    return bool(message.get("more_body")) and body.size <= limit + DRAINED
