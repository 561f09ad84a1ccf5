"""Rankers on a real search server: the site with its own plugin there, and the query that everybody writes first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from tests.benchmarks.search.rankers import Ranker
from tests.support.search_servers.servers import RunningServer, ServerUnavailable, run_server

__all__ = ["MULTI_MATCH", "load_multi_match", "run_search_server", "use_search_server"]

SERVER = "opensearch3"
INDEX = "plain"
MULTI_MATCH: tuple[str, ...] = ("name^2", "summary")
"""Its fields: a word of the name counts twice."""


@contextmanager
def run_search_server() -> Iterator[RunningServer | None]:
    """The server; None, after saying why, where it cannot be started."""
    try:
        with run_server(SERVER) as server:
            yield server
    except ServerUnavailable as error:
        print(f"{SERVER} cannot be started, and is left out: {error}")
        yield None


@contextmanager
def use_search_server(server: RunningServer, *, rebuild: bool = False) -> Iterator[None]:
    """Have the plugin for search servers fill the slot."""
    from django.core.management import call_command

    from tests.support.search_servers.fixtures import fill_search_slot, warm_up

    with fill_search_slot("search_elasticsearch", hosts=[server.url], flavour=server.kind.flavour):
        if rebuild:
            call_command("search", "rebuild", stdout=StringIO())
        warm_up(answers=50)
        yield


def load_multi_match(server: RunningServer) -> Ranker:
    """An index of names and summaries in English, and `multi_match` over both as it is without any option."""
    from opensearchpy import OpenSearch, helpers

    from content_types.solutions.models import Solution

    client: Any = OpenSearch(server.url)
    text = {"type": "text", "analyzer": "english"}
    client.indices.create(index=INDEX, body={"mappings": {"properties": {"name": text, "summary": text}}})
    rows = Solution.objects.live().values_list("title", "summary")
    documents = ({"_index": INDEX, "name": title, "summary": summary} for title, summary in rows.iterator())
    helpers.bulk(client, documents, refresh=True)

    def rank(query: str, size: int) -> list[str]:
        body = {"size": size, "query": {"multi_match": {"query": query, "fields": list(MULTI_MATCH)}}}
        return [hit["_source"]["name"] for hit in client.search(index=INDEX, body=body)["hits"]["hits"]]

    return rank
