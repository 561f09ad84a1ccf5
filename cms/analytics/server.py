"""The Valkey or Redis server with salts and waiting events. No request waits for it: it answers at once, or is away."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from cms.analytics.drops import Drop, Dropped
from cms.base.once import once

__all__ = ["EventServer", "event_server"]

TIMEOUT = 0.25
RETRY = 5.0
"""Seconds until the server is asked again after it was away."""
Answer = TypeVar("Answer")
logger = structlog.get_logger(__name__)


class EventServer:
    """A connection to the server. url: None if there is none. prefix: of all its keys."""

    def __init__(self, url: str | None, prefix: str) -> None:
        self.prefix = prefix
        self._client = url and Redis.from_url(
            url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=Retry(NoBackoff(), 0)
        )
        self._away_until = 0.0

    def ask(self, question: Callable[[Redis], Answer]) -> Answer:
        """What the server answers; Dropped while it is away."""
        if not self._client or time.monotonic() < self._away_until:
            raise Dropped(Drop.UNAVAILABLE)
        try:
            return question(self._client)
        except (RedisError, OSError) as error:
            self._away_until = time.monotonic() + RETRY
            logger.error("event_server_away", reason=type(error).__name__, seconds=RETRY)
            raise Dropped(Drop.UNAVAILABLE) from error

    def key(self, *parts: str) -> str:
        return ":".join((self.prefix, *parts))


@once
def event_server() -> EventServer:
    """The server of this process."""
    return EventServer(settings.EVENT_SERVER_URL, settings.EVENT_KEY_PREFIX)
