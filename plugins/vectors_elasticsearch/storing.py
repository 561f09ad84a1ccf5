"""Keeping vectors, and forgetting them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cms.plugin_api import SearchKey, StoredVector
from plugins.vectors_elasticsearch.connection import get_client, get_helpers, read_status
from plugins.vectors_elasticsearch.indices import (
    WRITE,
    VectorsMissing,
    get_index,
    list_indices,
    prepare_index,
)

__all__ = ["list_marks", "prepare", "remove", "store"]

PAGE = 5000
"""Marks that are read at once."""
NOT_FOUND = 404


class WriteFailed(RuntimeError):
    """The server did not take a change."""


def prepare(model: str, dimensions: int) -> None:
    """Make the index of the model, and forget vectors of other models."""
    prepare_index(model, dimensions)


def store(vectors: Sequence[StoredVector], model: str) -> None:
    """Add vectors, or replace them. VectorsMissing when nothing was prepared for the model."""
    for status, result in write(build_write(each, get_index(model)) for each in vectors):
        if status == NOT_FOUND:
            raise VectorsMissing
        raise WriteFailed(str(result))


def build_write(vector: StoredVector, index: str) -> dict[str, Any]:
    source = {
        "kind": vector.key.kind,
        "key": vector.key.key,
        "locale": vector.locale,
        "mark": vector.mark,
        "vector": [float(number) for number in vector.vector],
    }
    place = {"_op_type": "index", "_index": f"{index}{WRITE}", "_id": build_id(vector.key)}
    return {**place, "_source": source}


def remove(keys: Sequence[SearchKey]) -> None:
    """Forget these vectors, of whichever model."""
    changes = [
        {"_op_type": "delete", "_index": f"{index}{WRITE}", "_id": build_id(key)}
        for index in list_indices()
        for key in keys
    ]
    for status, result in write(changes):
        if status != NOT_FOUND:
            raise WriteFailed(str(result))


def write(changes: Iterable[dict[str, Any]]) -> Iterable[tuple[int | None, Any]]:
    """Status and result of each change that the server did not make."""
    results = get_helpers().streaming_bulk(
        get_client(writes=True), changes, raise_on_error=False, chunk_size=1000, require_alias=True
    )  # of a change, the clients leave it out
    for succeeded, result in results:
        if not succeeded:
            about = next(iter(result.values()))
            yield about.get("status"), about


def list_marks(model: str) -> dict[SearchKey, str]:
    """The marks of a model's vectors; none where there is no index of them."""
    client, index = get_client(writes=True), get_index(model)
    query = {"query": {"match_all": {}}, "_source": ["kind", "key", "mark"]}
    try:
        client.indices.refresh(index=index)
        found = list(get_helpers().scan(client, index=index, query=query, size=PAGE))
    except Exception as error:
        if read_status(error) == NOT_FOUND:
            return {}
        raise
    rows = [hit["_source"] for hit in found]
    return {SearchKey(row["kind"], row["key"]): row["mark"] for row in rows}


def build_id(key: SearchKey) -> str:
    return f"{key.kind}:{key.key}"
