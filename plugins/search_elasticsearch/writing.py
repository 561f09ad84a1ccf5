"""Storing documents, forgetting them, and listing what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cms.plugin_api import SearchDocument, SearchKey
from plugins.search_elasticsearch.connection import Snapshot, get_client, get_helpers, is_missing
from plugins.search_elasticsearch.indices import (
    WRITE,
    IndexMissing,
    find_building,
    finish_building,
    get_alias,
    list_writable,
    start_building,
)
from plugins.search_elasticsearch.languages import choose_language

__all__ = ["begin_rebuild", "fill", "finish_rebuild", "list_fingerprints", "remove", "store"]

MAX_BODY = 200_000
"""Characters of a body that are indexed."""
PAGE = 10_000
"""Fingerprints that are read at once."""
CONFLICT, NOT_FOUND = 409, 404


class WriteFailed(RuntimeError):
    """The server did not take a document."""


def store(documents: Sequence[SearchDocument], version: int) -> None:
    """Add documents, or replace them, unless a newer version is there already."""
    write([(build_id(each.key), build_source(each)) for each in documents], version)


def fill(documents: Sequence[SearchDocument], version: int) -> None:
    """The same, in the index that is being built alone."""
    targets = [f"{index}{WRITE}" for index in find_building(get_client(writes=True))[:1]]
    sources = [(build_id(each.key), build_source(each)) for each in documents]
    if not targets or not write_once(targets, sources, version):
        raise WriteFailed("the index that is being built was removed.")


def remove(keys: Sequence[SearchKey], version: int) -> None:
    """Leave a document without texts for each key: a deleted one would be forgotten by the server after a while, and a
    late write could bring it back."""
    write([(build_id(key), {}) for key in keys], version)


def write(sources: Sequence[tuple[str, Mapping[str, Any]]], version: int) -> None:
    """Write to each index that follows changes; again when one of them has just been replaced."""
    if sources and not any(
        write_once(list_writable(get_client(writes=True)), sources, version) for _attempt in range(2)
    ):
        raise WriteFailed("an index was removed while it was written to.")


def write_once(
    targets: Sequence[str], sources: Sequence[tuple[str, Mapping[str, Any]]], version: int
) -> bool:
    """False when an index was removed meanwhile."""
    client = get_client(writes=True)
    actions = list_actions(targets, sources, version)
    results = get_helpers().streaming_bulk(
        client, actions, raise_on_error=False, chunk_size=1000, require_alias=True
    )  # of an action, the clients leave it out
    for succeeded, result in results:
        if succeeded:
            continue
        about = next(iter(result.values()))
        if about.get("status") == NOT_FOUND:
            return False
        if about.get("status") != CONFLICT:
            raise WriteFailed(f"{about.get('_id')}: {about.get('error')}")
    return True


def list_actions(
    targets: Sequence[str], sources: Sequence[tuple[str, Mapping[str, Any]]], version: int
) -> Iterator[dict[str, Any]]:
    for target in targets:
        for key, source in sources:
            yield {
                "_op_type": "index", "_index": target, "_id": key, "version": version,
                "version_type": "external_gte", "_source": dict(source),
            }  # fmt: skip


def build_id(key: SearchKey) -> str:
    return f"{key.kind}:{key.key}"


def build_source(document: SearchDocument) -> dict[str, Any]:
    language, name = choose_language(document.locale), document.name
    head = [text for text in (name, document.spellings, document.labels, document.summary) if text]
    return {
        "kind": document.key.kind,
        "key": document.key.key,
        "locale": document.locale,
        "fingerprint": document.fingerprint,
        "length": min(len(name), 100),
        "name": name,
        "squeezed": name.replace(" ", ""),
        "names": [name, document.spellings],
        "known": [name, document.labels, document.summary],
        f"words_{language}": [name, document.spellings],
        f"head_{language}": head,
        f"everything_{language}": [*head, document.body[:MAX_BODY]],
    }


def list_fingerprints() -> dict[SearchKey, str]:
    """The fingerprints of all documents that are searched, as they are at one moment."""
    client = get_client(writes=True)
    try:
        client.indices.refresh(index=get_alias())
        return scan_fingerprints(client, get_alias())
    except Exception as error:
        if is_missing(error):
            raise IndexMissing from error
        raise


def scan_fingerprints(client: Any, index: str) -> dict[SearchKey, str]:
    found: dict[SearchKey, str] = {}
    with Snapshot(client, index) as snapshot:
        body: dict[str, Any] = {
            "pit": snapshot, "size": PAGE, "_source": False, "docvalue_fields": ["fingerprint"],
            "query": {"exists": {"field": "fingerprint"}}, "sort": [{"kind": "asc"}, {"key": "asc"}],
            "track_total_hits": False,
        }  # fmt: skip
        while True:
            hits = client.search(body=body)["hits"]["hits"]
            for hit in hits:
                kind, key = hit["sort"][:2]
                found[SearchKey(kind, key)] = hit["fields"]["fingerprint"][0]
            if len(hits) < PAGE:
                return found
            body["search_after"] = hits[-1]["sort"]


def begin_rebuild(rules: int) -> dict[SearchKey, str]:
    """Write to a new index as well from now on; what is in it already, when an earlier rebuild was interrupted."""
    index, was_begun = start_building(rules)
    if not was_begun:
        return {}
    client = get_client(writes=True)
    client.indices.refresh(index=index)
    return scan_fingerprints(client, index)


def finish_rebuild() -> None:
    finish_building()
