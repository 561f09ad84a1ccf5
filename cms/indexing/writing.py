"""Handing documents to the providers of the search slot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import Model

from cms.declarations import SearchKind, registry
from cms.indexing.documents import build_documents
from cms.plugins.api.search import SearchDocument, SearchKey, SearchProvider

__all__ = ["CHUNK", "divide", "find_kind", "store_documents", "take_version"]

CHUNK = 500
"""Documents of one call."""


def find_kind(model: type[Model]) -> SearchKind | None:
    """The search kind of a model; None when its rows are not searched."""
    return next((kind for kind in registry.search_kinds.values() if kind.model is model), None)


def take_version(provider: SearchProvider) -> int:
    """The number for documents that are read from now on: microseconds of the database's clock, which all processes
    share. Without a statement, and 0, where writes are transactional."""
    if provider.transactional:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(cursor.fetchone()[0])


def store_documents(
    provider: SearchProvider,
    kind: SearchKind,
    keys: Sequence[int],
    documents: Sequence[SearchDocument] | None = None,
) -> None:
    """Store the documents of live rows, and remove those of all others. CallFailed when the provider fails.

    documents: theirs, where they are known already; otherwise they are built.
    """
    version = take_version(provider)
    if documents is None:
        documents = build_documents(kind, keys)
    live = {document.key.key for document in documents}
    gone = [SearchKey(kind.name, key) for key in keys if key not in live]
    if documents:
        provider.store(documents, version)
    if gone:
        provider.remove(gone, version)


def divide(keys: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), CHUNK):
        yield list(keys[start : start + CHUNK])
