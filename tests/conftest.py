"""The order of a whole run: what takes longest starts first, so that no worker ends long after the others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

THROUGH_FRONT = bool(os.environ.get("AIXPLORE_TEST_FRONT"))
REPLAYED = (
    "tests/content_api/test_conformance.py",
    "tests/content_api/test_server_keys.py",
    "tests/content_api/test_statuses.py",
    "tests/content_api/test_transport.py",
    "tests/content_api/test_trusted_documents.py",
    "tests/security/test_cors.py",
    "tests/security/test_headers.py",
    "tests/security/test_read.py",
)
FIRST = (
    "tests/drills/test_search_server.py",
    "tests/e2e/test_screens.py",
    "tests/drills/test_slow_clients.py",
    "tests/e2e/test_pages.py",
    "tests/drills/test_database_outage.py",
    "tests/e2e/test_accessibility.py",
    "tests/drills/test_collect.py",
)
"""Modules that compute and modules that wait in turn: two workers do not wait at once."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {module: place for place, module in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(FIRST)))


def has_database(request: pytest.FixtureRequest) -> bool:
    return bool({"db", "transactional_db"} & set(request.fixturenames)) or bool(
        request.node.get_closest_marker("django_db")
    )


@pytest.fixture(autouse=True)
def _through_the_front(request: pytest.FixtureRequest) -> Iterator[None]:
    """In modules about transport and security, what may be kept is answered by the front as well, and must be the same.

    With AIXPLORE_TEST_FRONT=1 in all modules.
    """
    if not has_database(request) or not (THROUGH_FRONT or request.node.nodeid.startswith(REPLAYED)):
        yield
        return
    from tests.support.front import is_counting, replaying

    if is_counting(request.path.name, request.node.name):
        if THROUGH_FRONT:
            pytest.skip("It counts what is kept or asked again.")
        yield
        return
    monkeypatch, settings = (request.getfixturevalue(name) for name in ("monkeypatch", "settings"))
    with replaying(monkeypatch, settings):
        yield


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if THROUGH_FRONT:
        from tests.support.front import replayed

        terminalreporter.write_line(
            f"{replayed[0]} responses of Django were compared with those of the front"
        )
