"""The index of a model's vectors, and what it looks like. MAPPING is raised with every change to it.

An index has an alias for writing (`<index>-write`), so that a write to one that was removed fails instead of making a
new one.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from cms.plugin_api import settings_of
from plugins.vectors_elasticsearch.connection import get_client, is_opensearch, read_status
from plugins.vectors_elasticsearch.settings import Settings

__all__ = ["WRITE", "VectorsMissing", "get_index", "list_indices", "prepare_index"]

MAPPING = 1
WRITE = "-write"
BAD_REQUEST, NOT_FOUND = 400, 404


class VectorsMissing(LookupError):
    """There is no index for the model; the message names the remedy."""

    def __init__(self) -> None:
        super().__init__("the server has no vectors of this model: run `manage.py search rebuild`.")


class VectorsUnsupported(Exception):
    """The server cannot keep vectors; the message names the remedy."""


def get_index(model: str) -> str:
    return f"{get_start()}-m{MAPPING}-{blake2b(model.encode(), digest_size=8).hexdigest()}"


def get_start() -> str:
    return f"{settings_of(Settings).prefix}vectors"


def list_indices() -> list[str]:
    """The indices of all models."""
    try:
        found = get_client(writes=True).indices.get_alias(index=f"{get_start()}-*")
    except Exception as error:
        if read_status(error) == NOT_FOUND:
            return []
        raise
    return sorted(dict(found))


def prepare_index(model: str, dimensions: int) -> None:
    """Make the index of a model unless it is there, and remove those of others."""
    client, index, found = get_client(writes=True), get_index(model), list_indices()
    if index not in found:
        try:
            client.indices.create(index=index, body=build_index(dimensions, f"{index}{WRITE}"))
        except Exception as error:
            if is_opensearch() and read_status(error) == BAD_REQUEST:
                raise VectorsUnsupported(
                    "OpenSearch did not make an index of vectors: install its plugin k-NN (opensearch-plugin install "
                    f"opensearch-knn) on every node, then run `manage.py search rebuild`. It said: {error}"
                ) from error
            raise
    for other in found:
        if other != index:
            client.indices.delete(index=other)


def build_index(dimensions: int, alias: str) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "number_of_shards": 1,
        "number_of_replicas": settings_of(Settings).replicas,
    }
    if is_opensearch():
        settings["knn"] = True
    return {
        "settings": {"index": settings},
        "mappings": {
            "dynamic": "strict",
            "_source": {"excludes": ["vector"]},
            "properties": {
                "kind": {"type": "keyword"},
                "key": {"type": "long"},
                "locale": {"type": "keyword"},
                "mark": {"type": "keyword", "index": False},
                "vector": build_vector_field(dimensions),
            },
        },
        "aliases": {alias: {}},
    }


def build_vector_field(dimensions: int) -> dict[str, Any]:
    """Numbers as they are, compared by the angle between them."""
    if is_opensearch():
        method = {"name": "hnsw", "engine": "lucene", "space_type": "cosinesimil"}
        return {"type": "knn_vector", "dimension": dimensions, "method": method}
    options = {"type": "hnsw"}
    return {
        "type": "dense_vector",
        "dims": dimensions,
        "index": True,
        "similarity": "cosine",
        "index_options": options,
    }
