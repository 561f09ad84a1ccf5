"""The vectors that are nearest to another one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cms.plugin_api import NearestRequest, SearchKey, VectorMatch
from plugins.vectors_elasticsearch.connection import get_client, is_opensearch
from plugins.vectors_elasticsearch.indices import get_index

__all__ = ["find_nearest"]

CANDIDATES = 3
"""How many vectors are looked at for each that is wanted: HNSW finds more of the nearest ones with more."""
MOST_CANDIDATES = 10_000
OK, NOT_FOUND = 200, 404


class SearchFailed(RuntimeError):
    """The server did not answer for a kind."""


def find_nearest(request: NearestRequest) -> list[VectorMatch]:
    """The nearest rows of each kind; one request. None where the model has no index."""
    head = {"index": get_index(request.model)}
    lines = [line for kind in request.kinds for line in (head, build_search(request, kind))]
    if not lines:
        return []
    answer = get_client().msearch(**{"body" if is_opensearch() else "searches": lines})
    found = [match for each in answer["responses"] for match in read_matches(each)]
    near = [match for match in found if match.similarity >= request.least]
    return sorted(near, key=lambda match: (-match.similarity, match.key))


def build_search(request: NearestRequest, kind: str) -> dict[str, Any]:
    """The filter is obeyed while the neighbours are looked for, so a rare kind has as many as it has rows."""
    vector = [float(number) for number in request.vector]
    rule = {"bool": {"filter": [{"term": {"kind": kind}}, {"terms": {"locale": [request.locale, ""]}}]}}
    shared = {"size": request.limit, "_source": ["kind", "key"], "track_total_hits": False}
    if is_opensearch():
        return {
            **shared,
            "query": {"knn": {"vector": {"vector": vector, "k": request.limit, "filter": rule}}},
        }
    candidates = min(request.limit * CANDIDATES, MOST_CANDIDATES)
    asked = {"field": "vector", "query_vector": vector, "k": request.limit, "num_candidates": candidates}
    return {**shared, "knn": {**asked, "filter": rule}}


def read_matches(answer: Any) -> Iterator[VectorMatch]:
    """The rows in one of the answers. Lucene's score is (1 + cosine) / 2."""
    if answer.get("status", OK) == NOT_FOUND:
        return
    if "error" in answer:
        raise SearchFailed(str(answer["error"]))
    for hit in answer["hits"]["hits"]:
        source = hit["_source"]
        yield VectorMatch(SearchKey(source["kind"], source["key"]), 2 * hit["_score"] - 1)
