"""The plugin's settings point to a real server: the one that the mark `search_server` names, or OpenSearch 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from plugins.vectors_elasticsearch.connection import get_client
from plugins.vectors_elasticsearch.indices import list_indices
from plugins.vectors_elasticsearch.settings import Settings
from tests.support.search_servers.fixtures import change_settings, start_search_server
from tests.support.search_servers.servers import RunningServer

__all__ = ["start_search_server"]


@pytest.fixture
def search_server(
    request: pytest.FixtureRequest, start_search_server: Callable[[str], RunningServer]
) -> RunningServer:
    mark = request.node.get_closest_marker("search_server")
    return start_search_server(mark.args[0] if mark else "opensearch2")


@pytest.fixture(autouse=True)
def server_settings(search_server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Indices of one test alone. A server that has just been started is slow at first."""
    given = {
        "hosts": [search_server.url],
        "flavour": search_server.kind.flavour,
        "prefix": f"t{uuid4().hex[:12]}-",
    }
    settings = Settings.model_validate(given).model_copy(update={"timeout": 10.0})
    change_settings(monkeypatch, settings, "vectors_elasticsearch")
    yield settings
    for index in list_indices():
        get_client(writes=True).indices.delete(index=index)
