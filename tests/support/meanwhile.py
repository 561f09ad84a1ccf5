"""Two connections of which one waits for the other, for tests that commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections


def wait_for_lock() -> None:
    """Until another connection waits for a row; these tests run alone, so that it is one of theirs."""
    end = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nothing waited for a lock")


class Meanwhile:
    """Calls a function in another connection before the first call of one of ours, until both wait for a lock."""

    def __init__(
        self, target: Any, name: str, monkeypatch: pytest.MonkeyPatch, work: Callable[[], Any]
    ) -> None:
        self.threads, self.work = ThreadPoolExecutor(1), work
        self.started: Future[Any] | None = None
        self.original = getattr(target, name)
        monkeypatch.setattr(target, name, self)

    def __call__(self, *given: Any) -> Any:
        if self.started is None:
            self.started = self.threads.submit(self.run)
            wait_for_lock()
        return self.original(*given)

    def run(self) -> Any:
        try:
            return self.work()
        finally:
            connections.close_all()

    def get_result(self) -> Any:
        assert self.started is not None
        return self.started.result(timeout=30)
