"""Tables are made at first use; those of another version are refused with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from cms.testing.conformance.analytics import build_event
from plugins.analytics_clickhouse import plugin, tables
from plugins.analytics_clickhouse.connection import forget_clients
from plugins.analytics_clickhouse.status import check_server
from tests.support.clickhouse.fixtures import change_settings
from tests.support.clickhouse.server import ClickHouse

pytestmark = pytest.mark.django_db
NEWER = "The tables have version 2, the plugin knows 1: install the newer version of AiXplore"
OLDER = "The tables have version 1, the plugin needs 2: run `manage.py clickhouse_tables`."


@pytest.fixture
def database(
    clickhouse_server: ClickHouse, clickhouse_settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database without tables, which the plugin uses."""
    name = f"aixplore_{uuid4().hex[:12]}"
    clickhouse_server.open().command(f"CREATE DATABASE {name}")
    change_settings(monkeypatch, **{**clickhouse_settings, "database": name})
    yield name
    clickhouse_server.open("default").command(f"DROP DATABASE {name}")
    tables.forget_version()
    forget_clients()


def run_command() -> str:
    out = StringIO()
    call_command("clickhouse_tables", stdout=out)
    return out.getvalue().strip()


def list_tables(server: ClickHouse, database: str) -> list[str]:
    return [name for (name,) in server.open(database).query("SHOW TABLES").result_rows]


def test_tables_are_made_at_first_use(clickhouse_server: ClickHouse, database: str) -> None:
    assert list_tables(clickhouse_server, database) == []
    (provider,) = plugin.analytics_provider()
    assert provider.store([build_event()]) == 1
    views = ["changed_hour_reader", "event_id_reader", "table_version"]
    assert list_tables(clickhouse_server, database) == sorted([*tables.TABLES, *views])
    assert run_command() == "The tables are as they should be: version 1."


def test_command_makes_tables(clickhouse_server: ClickHouse, database: str) -> None:
    assert run_command() == "The tables were made: version 1."
    assert len(list_tables(clickhouse_server, database)) == 11


def test_tables_of_a_newer_version_are_refused(clickhouse_server: ClickHouse, database: str) -> None:
    run_command()
    clickhouse_server.open(database).command("INSERT INTO table_version VALUES (2)")
    (provider,) = plugin.analytics_provider()
    with pytest.raises(tables.WrongVersion, match=NEWER):
        provider.store([build_event()])
    with pytest.raises(CommandError, match=NEWER):
        run_command()
    assert (check_server().ok, check_server().message.startswith(NEWER)) == (False, True)
    assert clickhouse_server.open(database).query("SELECT count() FROM event").result_rows == [(0,)]


def test_older_tables_are_refused_until_the_command_changes_them(
    clickhouse_server: ClickHouse, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_command()
    step = ("ALTER TABLE event ADD COLUMN country LowCardinality(String)",)
    monkeypatch.setattr(tables, "STEPS", (*tables.STEPS, step))
    (provider,) = plugin.analytics_provider()
    with pytest.raises(tables.WrongVersion, match=OLDER):
        provider.store([build_event()])
    assert check_server().message == OLDER
    assert run_command() == "The tables were changed from version 1: version 2."
    assert provider.store([build_event()]) == 1
    assert clickhouse_server.open(database).query("SELECT country FROM event").result_rows == [("",)]


def test_a_step_that_failed_is_repeated(
    clickhouse_server: ClickHouse, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(tables, "STEPS", ((*tables.STEPS[0][:3], "CREATE TABLE nonsense"),))
        with pytest.raises(CommandError, match="rejected the query"):
            run_command()
    assert run_command() == "The tables were made: version 1."


def test_tables_are_checked_once_in_a_process(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (provider,) = plugin.analytics_provider()
    provider.store([build_event()])
    monkeypatch.setattr(tables, "read_version", lambda **_: pytest.fail("it was asked again"))
    assert provider.store([build_event()]) == 1
