"""The plugin's settings point to a real server: the one that the mark `search_server` names, or OpenSearch 3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from plugins.search_elasticsearch.connection import get_client
from plugins.search_elasticsearch.settings import Settings
from tests.support.search_servers.fixtures import change_settings, start_search_server
from tests.support.search_servers.servers import RunningServer

__all__ = ["SHARED", "start_search_server"]

SHARED = "shared-"
"""The prefix of an index that tests empty and use again: to make one takes longer than a test."""


@pytest.fixture
def search_server(
    request: pytest.FixtureRequest, start_search_server: Callable[[str], RunningServer]
) -> RunningServer:
    mark = request.node.get_closest_marker("search_server")
    return start_search_server(mark.args[0] if mark else "opensearch3")


@pytest.fixture
def index_prefix() -> str:
    """Indices of one test alone."""
    return f"t{uuid4().hex[:12]}-"


@pytest.fixture(autouse=True)
def server_settings(
    search_server: RunningServer, index_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    given = {"hosts": [search_server.url], "flavour": search_server.kind.flavour, "prefix": index_prefix}
    settings = Settings.model_validate(given)
    change_settings(monkeypatch, settings)
    yield settings
    client = get_client(writes=True)
    for index in dict(client.indices.get_alias(index=f"{index_prefix}*")) if index_prefix != SHARED else ():
        client.indices.delete(index=index)
