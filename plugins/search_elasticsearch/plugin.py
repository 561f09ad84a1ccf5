"""Hooks of the search in Elasticsearch and OpenSearch."""

from __future__ import annotations

from cms.plugin_api import SearchProvider, hookimpl, settings_of
from plugins.search_elasticsearch import matching, spelling, writing
from plugins.search_elasticsearch.connection import import_client
from plugins.search_elasticsearch.mapping import MAPPING
from plugins.search_elasticsearch.settings import Settings


@hookimpl
def ready() -> None:
    """Without the client the plugin cannot do anything."""
    import_client(settings_of(Settings).flavour)


@hookimpl
def search_provider() -> list[SearchProvider]:
    return [
        SearchProvider(
            name="elasticsearch",
            match=matching.match,
            complete=matching.complete,
            correct=spelling.correct,
            store=writing.store,
            remove=writing.remove,
            list_fingerprints=writing.list_fingerprints,
            begin_rebuild=writing.begin_rebuild,
            fill=writing.fill,
            finish_rebuild=writing.finish_rebuild,
            layout=MAPPING,
        )
    ]
