"""It does what every plugin for the slot does."""

from __future__ import annotations

import pytest

from cms.testing.conformance.analytics import AnalyticsProviderConformance
from plugins.analytics_clickhouse import plugin
from plugins.analytics_clickhouse.counting import count_events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clickhouse")]


class TestConformance(AnalyticsProviderConformance):
    plugin = plugin

    def refresh(self) -> None:
        count_events()
