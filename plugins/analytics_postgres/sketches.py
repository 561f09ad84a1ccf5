"""Visitors of a day, counted: exactly while they are few, and by Valkey's HyperLogLog from then on.

Few are counted exactly because small numbers are held back below five visitors, which an estimate could miss. A sketch
lies on Valkey only while visitors are added to it; it is kept in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from secrets import token_hex
from uuid import UUID

from django.conf import settings
from redis import Redis
from redis.client import Pipeline

__all__ = ["FEW", "Visitors", "add_visitors"]

FEW = 64
"""Visitors that are counted exactly: 1 KiB of ids."""
LIFETIME = 60
"""Seconds after which Valkey forgets a sketch that a killed process left."""
TIMEOUT = 5.0
BATCH, STEPS = 200, 5
"""Sketches in one exchange with Valkey, and the commands for each."""


@dataclass(frozen=True, slots=True)
class Visitors:
    """count: how many. seen: their ids, or sketch: a HyperLogLog of them."""

    count: int = 0
    seen: Sequence[UUID] | None = ()
    sketch: bytes | None = None


def add_visitors(rows: Sequence[tuple[Visitors, Sequence[UUID]]]) -> list[Visitors]:
    """Visitors with others added, who may be among them; in one exchange with Valkey if any are many."""
    found = [add_few(each, added) for each, added in rows]
    many = [place for place, each in enumerate(found) if each is None]
    for place, each in zip(many, add_many([rows[place] for place in many]), strict=True):
        found[place] = each
    return [each for each in found if each is not None]


def add_few(visitors: Visitors, added: Sequence[UUID]) -> Visitors | None:
    """None when they are too many to count exactly."""
    if visitors.sketch is not None or visitors.seen is None:
        return None
    seen = {*visitors.seen, *added}
    return Visitors(len(seen), sorted(seen)) if len(seen) <= FEW else None


def add_many(rows: Sequence[tuple[Visitors, Sequence[UUID]]]) -> Iterator[Visitors]:
    for start in range(0, len(rows), BATCH):
        with connect().pipeline(transaction=False) as steps:
            for visitors, added in rows[start : start + BATCH]:
                ask_sketch(steps, visitors, added)
            answers = steps.execute()
        for place in range(0, len(answers), STEPS):
            yield Visitors(answers[place + 3], None, answers[place + 4])


def ask_sketch(steps: Pipeline, visitors: Visitors, added: Sequence[UUID]) -> None:
    """As many steps as STEPS says."""
    key = f"analytics_postgres:sketch:{token_hex(16)}"
    if visitors.sketch is None:
        steps.pfadd(key)
    else:
        steps.set(key, visitors.sketch, ex=LIFETIME)
    steps.pfadd(key, *(each.bytes for each in (*(visitors.seen or ()), *added)))
    steps.expire(key, LIFETIME)
    steps.pfcount(key)
    steps.getdel(key)


@cache
def connect() -> Redis:
    url = settings.EVENT_SERVER_URL or "redis://127.0.0.1:6379/0"
    return Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
