"""One ClickHouse for all tests of a process, with empty tables for each; skips where none can be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from cms.config.settings.env import CODE_DIR
from cms.plugins.loader.configuration import Sources
from cms.plugins.loader.discovery import discover
from cms.plugins.loader.resolution import Selection
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.platform import Platform
from content_api.testing.fixtures import install
from plugins.analytics_clickhouse.connection import forget_clients
from plugins.analytics_clickhouse.settings import Settings
from plugins.analytics_clickhouse.tables import TABLES, check_tables, forget_version
from tests.support.clickhouse.server import ClickHouse, EngineUnavailable, run_clickhouse

__all__ = ["change_settings", "clickhouse", "clickhouse_server", "clickhouse_settings", "fill_analytics_slot"]


@pytest.fixture(scope="session")
def clickhouse_server() -> Iterator[ClickHouse]:
    """The server, with a database for this process."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(run_clickhouse())
        except EngineUnavailable as error:
            pytest.skip(str(error))
        yield server


@pytest.fixture
def clickhouse_settings(clickhouse_server: ClickHouse) -> dict[str, Any]:
    """The plugin's settings for the server."""
    return {
        "url": clickhouse_server.url, "database": clickhouse_server.database,
        "username": clickhouse_server.username, "password": clickhouse_server.password, "timeout": 10, "write_timeout": 20,
    }  # fmt: skip


@pytest.fixture
def clickhouse(
    clickhouse_server: ClickHouse, clickhouse_settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[ClickHouse]:
    """The server with empty tables, to which the plugin's settings point."""
    change_settings(monkeypatch, **clickhouse_settings)
    check_tables()
    client = clickhouse_server.open()
    for table in TABLES:
        client.command(f"TRUNCATE TABLE {table}")
    yield clickhouse_server
    forget_version()
    forget_clients()


def change_settings(monkeypatch: pytest.MonkeyPatch, **given: Any) -> Settings:
    """Give the plugin these settings, also while another one fills its slot."""
    settings = Settings.model_validate(given)
    monkeypatch.setattr(platform().plugins["analytics_clickhouse"], "settings", settings)
    return settings


@contextmanager
def fill_analytics_slot(plugin: str, **settings: Any) -> Iterator[Platform]:
    """The site with this value of AIXPLORE_PLUGIN_SLOTS for analytics, and settings of analytics_clickhouse."""
    before = platform()
    selection = Selection(("*",), {**before.selection.slots, "analytics": plugin}, before.selection.core)
    sources = Sources(file={"analytics_clickhouse": settings})
    made = install(Platform(discover(CODE_DIR / "plugins", "plugins"), selection, sources))
    made.load()
    try:
        yield made
    finally:
        install(before)
        forget_version()
        forget_clients()
