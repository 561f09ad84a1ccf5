"""It does what every plugin for the slot does."""

from __future__ import annotations

import pytest

from cms.testing.conformance.vectors import VectorProviderConformance
from plugins.vectors_postgres import plugin

pytestmark = pytest.mark.django_db


class TestConformance(VectorProviderConformance):
    plugin = plugin
