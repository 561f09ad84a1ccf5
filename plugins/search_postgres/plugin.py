"""Hooks of the search in PostgreSQL."""

from __future__ import annotations

from cms.plugin_api import SearchProvider, hookimpl
from plugins.search_postgres import indexing, matching, spelling


@hookimpl
def search_provider() -> list[SearchProvider]:
    return [
        SearchProvider(
            name="postgres",
            match=matching.match,
            complete=matching.complete,
            correct=spelling.correct,
            store=indexing.store,
            remove=indexing.remove,
            list_fingerprints=indexing.list_fingerprints,
            transactional=True,
            tables=("search_postgres_entry", "search_postgres_word"),
        )
    ]
