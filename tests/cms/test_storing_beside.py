"""A rebuild builds documents while those before them are stored."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from cms.indexing.storing_beside import AT_ONCE, store_beside
from cms.plugins.api.errors import CallFailed


class Index:
    """Stores slowly, and notes in how many threads at once."""

    def __init__(self, *, fails_at: int = 0) -> None:
        self.stored: list[int] = []
        self.threads: set[str] = set()
        self.running = self.most = 0
        self.fails_at, self.lock = fails_at, threading.Lock()

    def store(self, documents: Any, version: int) -> None:
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        time.sleep(0.01)
        with self.lock:
            self.running -= 1
            if version == self.fails_at:
                raise CallFailed("index", "search.fill", "it is away.")
            self.stored.append(version)
            self.threads.add(threading.current_thread().name)


def build_provider(**values: Any) -> Any:
    return SimpleNamespace(**{"store": None, "fill": None, "transactional": False, **values})


def store_numbers(index: Index, numbers: Iterable[int]) -> None:
    with store_beside(build_provider(store=index.store)) as store:
        for number in numbers:
            store([], number)


def test_all_is_stored_when_the_block_ends_by_few_threads() -> None:
    index = Index()
    store_numbers(index, range(1, 8))
    assert sorted(index.stored) == list(range(1, 8)) and index.most <= AT_ONCE
    assert threading.current_thread().name not in index.threads


def test_a_new_index_is_filled_where_the_provider_can() -> None:
    index, old = Index(), Index()
    with store_beside(build_provider(store=old.store, fill=index.store)) as store:
        store([], 1)
    assert index.stored == [1] and not old.stored


def test_an_index_in_the_database_is_written_to_by_the_caller_alone() -> None:
    index = Index()
    with store_beside(build_provider(store=index.store, transactional=True)) as store:
        store([], 1)
        assert index.stored == [1]
    assert index.threads == {threading.current_thread().name}


@pytest.mark.parametrize("fails_at", [1, 4, 7])
def test_what_fails_ends_the_rebuild(fails_at: int) -> None:
    index = Index(fails_at=fails_at)
    with pytest.raises(CallFailed):
        store_numbers(index, range(1, 8))
    assert fails_at not in index.stored and not index.running


def test_what_the_caller_raises_is_raised_after_what_is_being_stored() -> None:
    index = Index()
    with pytest.raises(ZeroDivisionError):
        store_numbers(index, (1 // number for number in (1, 0)))
    assert index.stored == [1]
