"""The stream in which events wait for their reader. It is bounded: when it is full, new events are dropped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from redis import Redis
from redis.commands.core import Script

from cms.analytics.server import EventServer

__all__ = ["APPENDED", "MOST_WAITING", "EventStream"]

MOST_WAITING = 100_000
REMEMBERED = 3600
"""Seconds for which the id of an event is known, so that a repeated request adds nothing."""
APPENDED = "appended"

APPEND_SCRIPT = """
local outcomes = {}
for place = 2, #KEYS do
    if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then
        outcomes[place - 1] = 'backlog'
    elseif redis.call('SET', KEYS[place], '', 'NX', 'EX', ARGV[2]) then
        redis.call('XADD', KEYS[1], '*', 'event', ARGV[place + 1])
        outcomes[place - 1] = 'appended'
    else
        outcomes[place - 1] = 'duplicate'
    end
end
return outcomes
"""
"""KEYS: the stream, and a key for each event's id. ARGV: how many may wait, seconds for which ids are known, and the
events. Atomic: an id is known if and only if its event was added."""


@lru_cache(maxsize=4)
def find_script(client: Redis) -> Script:
    """The script on a server: making it computes its digest, which is how it is called."""
    return client.register_script(APPEND_SCRIPT)


class EventStream:
    """Adds events. A reader deletes what it has stored, so the length of the stream is what waits."""

    def __init__(self, server: EventServer) -> None:
        self.server = server

    def append(self, events: Sequence[tuple[str, bytes]], remembered: int = REMEMBERED) -> list[str]:
        """Add events, given by id and text. For each of them "appended", "duplicate" or "backlog"; Dropped while the
        server is away. remembered: seconds for which their ids are known."""
        keys = [self.server.key("events"), *(self.server.key("seen", name) for name, _text in events)]
        arguments: list[str | bytes | int] = [MOST_WAITING, remembered, *(text for _name, text in events)]

        def run(client: Redis) -> list[str]:
            outcomes = find_script(client)(keys, arguments)
            return [each.decode() for each in outcomes]

        return self.server.ask(run)
