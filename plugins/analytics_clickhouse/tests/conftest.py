"""The plugin's settings point to ClickHouse: to a server, or to its engine."""

from __future__ import annotations

from tests.support.clickhouse.fixtures import clickhouse, clickhouse_server, clickhouse_settings

__all__ = ["clickhouse", "clickhouse_server", "clickhouse_settings"]
