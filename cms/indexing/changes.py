"""From a change of rows to the indices that follow it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from cms.declarations import SearchKind, registry
from cms.indexing.pending import add_pending
from cms.indexing.vectors import find_vector_index
from cms.indexing.writing import divide, store_documents
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.search import SearchDocument, SearchProvider
from cms.plugins.runtime.slots import list_slot

__all__ = [
    "follow_relation",
    "index_changed_labels",
    "index_changed_rows",
    "index_labelled_rows",
    "index_rows_later",
]


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
    if keys and (vectors := find_vector_index()):
        add_pending(vectors.name, kind.name, keys)


def index_rows_later(kind: SearchKind, keys: Sequence[int]) -> None:
    """Have each index follow these rows after the commit."""
    for provider in list_slot(SearchProvider) if keys else ():
        add_pending(provider.name, kind.name, keys)


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
    index_rows_later(kind, keys)


def follow_relation(model: type[Model], relation: str) -> type[Model]:
    for name in relation.split("__"):
        related = model._meta.get_field(name).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(f"{model._meta.label}.{name} is no relation.")
        model = related
    return model


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
