"""It does what every plugin for the slot does."""

from __future__ import annotations

import pytest

from cms.testing.conformance.search import SearchProviderConformance
from plugins.search_postgres import plugin

pytestmark = pytest.mark.django_db


class TestConformance(SearchProviderConformance):
    plugin = plugin
