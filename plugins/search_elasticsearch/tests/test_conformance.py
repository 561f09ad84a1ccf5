"""It does what every plugin for the slot does, on each server that it is for."""

from __future__ import annotations

from types import ModuleType

import pytest

from cms.plugin_api import SearchProvider
from cms.testing.conformance.search import VERSIONS, SearchProviderConformance
from plugins.search_elasticsearch import plugin
from plugins.search_elasticsearch.connection import get_client
from plugins.search_elasticsearch.indices import IndexMissing, get_alias
from plugins.search_elasticsearch.settings import Settings
from plugins.search_elasticsearch.tests.conftest import SHARED
from tests.support.search_servers.fixtures import warm_up

pytestmark = pytest.mark.django_db


class OnServer(SearchProviderConformance):
    plugin: ModuleType = plugin

    @pytest.fixture
    def index_prefix(self) -> str:
        return SHARED

    @pytest.fixture
    def provider(self, server_settings: Settings) -> SearchProvider:
        """With an empty index."""
        (provided,) = plugin.search_provider()
        try:
            provided.remove(list(provided.list_fingerprints()), next(VERSIONS))
            self.refresh(provided)
        except IndexMissing:
            assert provided.begin_rebuild and provided.finish_rebuild
            provided.begin_rebuild(1)
            provided.finish_rebuild()
            warm_up()
        return provided

    def refresh(self, provider: SearchProvider) -> None:
        get_client(writes=True).indices.refresh(index=get_alias())


@pytest.mark.search_server("elasticsearch9")
class TestElasticsearch9(OnServer):
    pass


@pytest.mark.search_server("opensearch3")
class TestOpenSearch3(OnServer):
    pass


@pytest.mark.slow  # an older version, for which another server is started
@pytest.mark.search_server("opensearch2")
class TestOpenSearch2(OnServer):
    pass


@pytest.mark.slow  # an older version, for which another server is started
@pytest.mark.search_server("elasticsearch8")
class TestElasticsearch8(OnServer):
    pass
