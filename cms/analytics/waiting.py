"""How many events wait in the stream, and for how long: whether what stores them keeps up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from prometheus_client.core import GaugeMetricFamily
from redis import Redis

from cms.analytics.drops import Dropped
from cms.analytics.server import event_server

__all__ = ["collect_waiting"]


def collect_waiting() -> Iterator[GaugeMetricFamily]:
    """Two gauges, from one question to the server; left out while it is away."""
    server = event_server()

    def read(client: Redis) -> tuple[int, Any]:
        with client.pipeline(transaction=False) as steps:
            steps.xlen(server.key("events"))
            steps.xrange(server.key("events"), count=1)
            length, first = steps.execute()
        return length, first

    try:
        length, first = server.ask(read)
    except Dropped:
        return
    yield GaugeMetricFamily("aixplore_collect_waiting", "Events that wait to be stored.", value=length)
    age = read_age(first[0][0]) if first else 0.0
    yield GaugeMetricFamily("aixplore_collect_oldest_seconds", "Age of the oldest that waits.", value=age)


def read_age(entry: bytes) -> float:
    """Seconds since an entry of the stream was added; its id begins with milliseconds."""
    return max(0.0, time.time() - int(entry.partition(b"-")[0]) / 1000)
