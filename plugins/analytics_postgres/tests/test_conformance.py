"""It does what every plugin for the slot does."""

from __future__ import annotations

import pytest

from cms.testing.conformance.analytics import AnalyticsProviderConformance
from plugins.analytics_postgres import plugin

pytestmark = pytest.mark.django_db


class TestConformance(AnalyticsProviderConformance):
    plugin = plugin
