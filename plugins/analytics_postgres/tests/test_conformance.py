"""It does what every plugin for the slot does."""

from __future__ import annotations

import pytest

from cms.testing.conformance.analytics import AnalyticsProviderConformance
from plugins.analytics_postgres import plugin
from plugins.analytics_postgres.rollups import roll_up

pytestmark = pytest.mark.django_db


class TestConformance(AnalyticsProviderConformance):
    plugin = plugin

    def refresh(self) -> None:
        roll_up()
