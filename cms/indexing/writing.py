"""Handing documents to the provider of the search slot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import Model

from cms.declarations import SearchKind, registry
from cms.indexing.documents import build_documents
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.search import SearchDocument, SearchKey, SearchProvider
from cms.plugins.runtime.slots import slot

__all__ = [
    "CHUNK",
    "divide",
    "enqueue",
    "find_kind",
    "follow_relation",
    "index_changed_labels",
    "index_changed_rows",
    "index_labelled_rows",
    "store_documents",
]

CHUNK = 500
"""Documents of one call."""


def find_kind(model: type[Model]) -> SearchKind | None:
    """The search kind of a model; None when its rows are not searched."""
    return next((kind for kind in registry.search_kinds.values() if kind.model is model), None)


def index_changed_rows(
    kind: SearchKind, keys: Sequence[int], documents: Sequence[SearchDocument] | None = None
) -> None:
    """Have the index follow a change of these rows: in the caller's transaction where the provider's index is in the
    same database, otherwise by a worker after the commit, which also repeats what failed.

    documents: theirs, where they are known already; otherwise they are built.
    """
    provider = slot(SearchProvider) if keys else None
    if provider is None:
        return
    if provider.transactional:
        with suppress(CallFailed):
            for chunk in divide(keys):
                store_documents(provider, kind, chunk, documents)
            return
    for chunk in divide(keys):
        transaction.on_commit(partial(enqueue, kind.name, chunk))


def store_documents(
    provider: SearchProvider,
    kind: SearchKind,
    keys: Sequence[int],
    documents: Sequence[SearchDocument] | None = None,
) -> None:
    """Store the documents of live rows, and remove those of all others. CallFailed when the provider fails."""
    if documents is None:
        documents = build_documents(kind, keys)
    live = {document.key.key for document in documents}
    gone = [SearchKey(kind.name, key) for key in keys if key not in live]
    if documents:
        provider.store(documents)
    if gone:
        provider.remove(gone)


def index_changed_labels(model: type[Model], rows: Sequence[Model]) -> None:
    """Have the index follow a change of rows that give others their labels, such as tags."""
    for kind in registry.search_kinds.values() if rows else ():
        for path in kind.labels:
            relation = path.rpartition("__")[0]
            if follow_relation(kind.model, relation) is model:
                index_labelled_rows(kind, relation, *rows)


def index_labelled_rows(kind: SearchKind, relation: str, *labels: Model) -> None:
    """After the commit, since a deleted label is still there; and a label may stand on thousands of rows."""
    labelled = kind.model._default_manager.filter(**{f"{relation}__in": labels})
    keys = list(labelled.values_list("pk", flat=True).distinct())
    for chunk in divide(keys):
        transaction.on_commit(partial(enqueue, kind.name, chunk))


def follow_relation(model: type[Model], relation: str) -> type[Model]:
    for name in relation.split("__"):
        related = model._meta.get_field(name).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(f"{model._meta.label}.{name} is no relation.")
        model = related
    return model


def divide(keys: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), CHUNK):
        yield list(keys[start : start + CHUNK])


def enqueue(kind: str, keys: Sequence[int]) -> None:
    from cms.indexing.tasks import index_rows

    index_rows.enqueue(kind, list(keys))
