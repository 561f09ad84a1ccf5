"""Calls at the same time use connections that stay open."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from plugins.search_elasticsearch.connection import create_client
from plugins.search_elasticsearch.settings import Settings

CALLERS = 6


def test_no_connection_is_thrown_away_because_of_others(
    server_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_client(server_settings.flavour, tuple(server_settings.hosts), 10.0, "", "", "", "")
    together = Barrier(CALLERS)

    def ask(_number: int) -> bool:
        together.wait()
        return bool(client.cluster.health())

    with caplog.at_level(logging.WARNING), ThreadPoolExecutor(CALLERS) as callers:
        assert all([*callers.map(ask, range(CALLERS * 5))])
    assert "pool is full" not in caplog.text
