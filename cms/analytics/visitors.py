"""Visitor ids: they tell two visitors of a day apart, and say nothing of who they are once the day's salt is gone.

Until then an id is personal data: with the salt and an address it can be computed again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from redis import Redis

from cms.analytics.drops import Drop, Dropped
from cms.analytics.server import EventServer

__all__ = ["SALT_LIFETIME", "compute_visitor", "load_salts"]

SALT_LIFETIME = timedelta(hours=48)
"""From the beginning of its day (UTC): a salt is in use for a day, and kept for events that arrive a day late."""


def compute_visitor(salt: bytes, network: str, user_agent: str, site: str) -> str:
    """32 hexadecimal digits: keyed BLAKE2b of the parts, each with its length before it, so that none runs into the
    next."""
    parts = [each.encode("utf-8", "surrogateescape") for each in (network, user_agent, site)]
    message = b"".join(len(each).to_bytes(8, "big") + each for each in parts)
    return blake2b(message, key=salt, digest_size=16).hexdigest()


def load_salts(server: EventServer, days: Iterable[date]) -> dict[date, bytes]:
    """The random salts of days; the first request of a day makes one. They lie on the server alone, which forgets them
    by itself, and no process keeps them. Dropped while the server is away, or when a salt has just expired."""
    wanted = sorted(set(days))

    def read(client: Redis) -> dict[date, bytes]:
        known: list[Any] = client.mget([server.key("salt", day.isoformat()) for day in wanted])
        return make(client) if None in known else dict(zip(wanted, known, strict=True))

    def make(client: Redis) -> dict[date, bytes]:
        with client.pipeline(transaction=True) as steps:
            for day in wanted:
                begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
                key = server.key("salt", day.isoformat())
                steps.set(key, secrets.token_bytes(32), nx=True, exat=begins + SALT_LIFETIME)
                steps.get(key)
            salts = steps.execute()[1::2]
        if None in salts:
            raise Dropped(Drop.OLD)
        return dict(zip(wanted, salts, strict=True))

    return server.ask(read)
