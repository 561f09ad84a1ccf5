"""Hooks of the vectors in Elasticsearch and OpenSearch."""

from __future__ import annotations

from cms.plugin_api import VectorProvider, hookimpl, settings_of
from plugins.vectors_elasticsearch import finding, storing
from plugins.vectors_elasticsearch.connection import import_client
from plugins.vectors_elasticsearch.settings import Settings


@hookimpl
def ready() -> None:
    """Without the client the plugin cannot do anything."""
    import_client(settings_of(Settings).flavour)


@hookimpl
def vector_provider() -> list[VectorProvider]:
    return [
        VectorProvider(
            name="elasticsearch",
            find_nearest=finding.find_nearest,
            store=storing.store,
            remove=storing.remove,
            list_marks=storing.list_marks,
            prepare=storing.prepare,
        )
    ]
