"""It does what every plugin for the slot does, on each server that has vectors here."""

from __future__ import annotations

from types import ModuleType

import pytest

from cms.plugin_api import VectorProvider
from cms.testing.conformance.vectors import VectorProviderConformance
from plugins.vectors_elasticsearch import plugin
from plugins.vectors_elasticsearch.connection import get_client
from plugins.vectors_elasticsearch.indices import list_indices

pytestmark = pytest.mark.django_db


class OnServer(VectorProviderConformance):
    plugin: ModuleType = plugin

    def refresh(self, provider: VectorProvider) -> None:
        for index in list_indices():
            get_client(writes=True).indices.refresh(index=index)


@pytest.mark.search_server("opensearch2")
class TestOpenSearch2(OnServer):
    pass


@pytest.mark.search_server("elasticsearch9")
class TestElasticsearch9(OnServer):
    pass


@pytest.mark.slow  # an older version, for which another server is started
@pytest.mark.search_server("elasticsearch8")
class TestElasticsearch8(OnServer):
    pass
