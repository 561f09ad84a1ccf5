"""Storing documents while the next ones are built: an index elsewhere is written to by processes of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections

from cms.plugins.api.search import SearchDocument, SearchProvider

__all__ = ["Store", "store_beside"]

AT_ONCE = 2
"""Calls that store documents at the same time, each with one chunk: what is built ahead stays in memory."""
Store = Callable[[Sequence[SearchDocument], int], None]


@contextmanager
def store_beside(provider: SearchProvider) -> Iterator[Store]:
    """A function that stores documents of a rebuild and returns before that is done; all are stored at the block's end.

    CallFailed of one is raised by a later one, or at the end. A provider whose index is in the database stores in the
    caller's transaction, and the caller waits for it.
    """
    store = provider.fill or provider.store
    if provider.transactional:
        yield store
        return
    waiting: deque[Future[None]] = deque()

    def store_later(documents: Sequence[SearchDocument], version: int) -> None:
        if len(waiting) >= AT_ONCE:
            waiting.popleft().result()
        waiting.append(threads.submit(store_and_close, store, documents, version))

    with ThreadPoolExecutor(AT_ONCE, "storing") as threads:
        yield store_later
        while waiting:
            waiting.popleft().result()


def store_and_close(store: Store, documents: Sequence[SearchDocument], version: int) -> None:
    """Store documents, and leave no connection to the database to a thread that ends."""
    try:
        store(documents, version)
    finally:
        connections.close_all()
