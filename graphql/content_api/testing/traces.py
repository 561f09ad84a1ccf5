"""Where words may be left behind although no answer shows them: logs, keys of the cache, metrics.

SQL is not among them: Django logs statements, whose parameters hold whatever was asked for, while settings.DEBUG is on,
which it is on a developer's machine alone.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django_redis import get_redis_connection

from cms.operations.metrics import exposition

__all__ = ["cache_keys", "find_traces", "recorded_logs"]


class Recorder(logging.Handler):
    """Keeps every record as it would be written, with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {self.format(record)}")


@contextmanager
def recorded_logs() -> Iterator[list[str]]:
    """The lines that are logged in the block, from DEBUG on, by every logger that hands its records on."""
    root, recorder = logging.getLogger(), Recorder()
    before = root.level
    root.addHandler(recorder)
    root.setLevel(logging.DEBUG)
    try:
        yield recorder.lines
    finally:
        root.setLevel(before)
        root.removeHandler(recorder)


def cache_keys() -> list[str]:
    """The names of all keys in the cache's server; those of other test processes are among them."""
    return [
        key.decode(errors="replace") for key in get_redis_connection("default").scan_iter("*", count=1000)
    ]


def find_traces(words: Collection[str], logged: Collection[str]) -> list[str]:
    """Where one of the words stands: in these lines, in a key of the cache, or in a metric."""
    places = {"log": logged, "cache key": cache_keys(), "metric": exposition().decode().splitlines()}
    return [
        f"{place}: {word!r} in {line[:500]}"
        for place, lines in places.items()
        for line in lines
        for word in sorted(words)
        if word in line.lower()
    ]
