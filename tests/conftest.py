"""The order of a whole run: what takes longest starts first, so that no worker ends long after the others."""

from __future__ import annotations

import pytest

FIRST = (
    "tests/plugins/test_write_a_plugin.py",
    "tests/drills/test_search_server.py",
    "tests/e2e/test_screens.py",
    "tests/drills/test_slow_clients.py",
    "tests/e2e/test_pages.py",
    "tests/drills/test_database_outage.py",
    "tests/e2e/test_accessibility.py",
    "tests/drills/test_collect.py",
    "tests/plugins/test_write_an_analytics_provider.py",
)
"""Modules that compute and modules that wait in turn: two workers do not wait at once."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {module: place for place, module in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(FIRST)))
