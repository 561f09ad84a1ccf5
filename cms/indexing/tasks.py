"""Indexing in the background."""

from __future__ import annotations

from django_tasks import task

from cms.declarations import registry
from cms.indexing.writing import store_documents
from cms.plugins.api.search import SearchProvider
from cms.plugins.runtime.slots import slot


@task()
def index_rows(kind: str, keys: list[int]) -> int:
    """Have the index follow the rows as they are now; how many rows. None are written while no plugin fills the slot:
    `manage.py search rebuild` does it all once one does."""
    provider = slot(SearchProvider)
    if provider is None:
        return 0
    store_documents(provider, registry.search_kinds[kind], keys)
    return len(keys)
