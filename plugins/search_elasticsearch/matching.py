"""Matching requests against the index."""

from __future__ import annotations

from typing import Any

from cms.plugin_api import SearchKey, SearchMatch, SearchRequest
from plugins.search_elasticsearch.indices import ask
from plugins.search_elasticsearch.mapping import WINDOW
from plugins.search_elasticsearch.queries import build_completion, build_query
from plugins.search_elasticsearch.spelling import find_corrections, list_typed_words

__all__ = ["complete", "match"]

SORT = [{"_score": "desc"}, {"length": "asc"}, {"kind": "asc"}, {"key": "asc"}]
ANSWERED = "timed_out,_shards.failed,hits.hits.sort"


class Incomplete(RuntimeError):
    """The server answered with what it had, which is not all."""


def match(request: SearchRequest) -> list[SearchMatch]:
    """The best matches; one request, and one more with typing errors."""
    corrections = find_corrections(list_typed_words(request), "always") if request.typos else {}
    return fetch(build_query(request, corrections), request.limit)


def complete(request: SearchRequest) -> list[SearchMatch]:
    """Names with these words next to each other; one request."""
    return fetch(build_completion(request), request.limit) if request.name else []


def fetch(query: dict[str, Any], limit: int) -> list[SearchMatch]:
    """The matches of a query, best first; of equal ones the shortest names."""
    body = {
        "query": query,
        "sort": SORT,
        "size": min(limit, WINDOW),
        "_source": False,
        "track_total_hits": False,
    }
    answer = ask(body, filter_path=ANSWERED)
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise Incomplete("the server answered a part of the matches only.")
    rows = [hit["sort"] for hit in answer.get("hits", {}).get("hits", ())]
    return [
        SearchMatch(SearchKey(kind, key), points + 1 - length / 100) for points, length, kind, key in rows
    ]
