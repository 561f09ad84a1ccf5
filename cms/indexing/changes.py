"""From a change of rows to the indices that follow it."""

from __future__ import annotations

from collections.abc import Sequence

from cms.declarations import SearchKind
from cms.indexing.pending import add_pending
from cms.indexing.writing import divide, store_documents
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.search import SearchDocument, SearchProvider
from cms.plugins.runtime.slots import list_slot

__all__ = ["index_changed_rows", "index_rows_later"]


def index_changed_rows(
    kind: SearchKind, keys: Sequence[int], documents: Sequence[SearchDocument] | None = None
) -> None:
    """Have each index follow a change of these rows: in the caller's transaction where it is in the same database,
    otherwise after the commit, by a worker, which also repeats what failed.

    documents: theirs, where they are known already; otherwise they are built.
    """
    for provider in list_slot(SearchProvider) if keys else ():
        if not (provider.transactional and store_now(provider, kind, keys, documents)):
            add_pending(provider.name, kind.name, keys)


def index_rows_later(kind: SearchKind, keys: Sequence[int]) -> None:
    """Have each index follow these rows after the commit."""
    for provider in list_slot(SearchProvider) if keys else ():
        add_pending(provider.name, kind.name, keys)


def store_now(
    provider: SearchProvider,
    kind: SearchKind,
    keys: Sequence[int],
    documents: Sequence[SearchDocument] | None,
) -> bool:
    """Whether the provider took the rows."""
    try:
        for chunk in divide(keys):
            store_documents(provider, kind, chunk, documents)
    except CallFailed:
        return False
    return True
