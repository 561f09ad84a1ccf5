"""It does what every plugin for the slot does."""

from __future__ import annotations

from cms.testing.conformance.ratings import RatingProviderConformance
from plugins.ratings_recommend import plugin


class TestConformance(RatingProviderConformance):
    plugin = plugin
