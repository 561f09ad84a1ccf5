"""The client of the server that the settings name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, TypeVar
from urllib.parse import urlsplit

from cms.plugin_api import settings_of
from plugins.analytics_clickhouse.errors import ClickHouseFailed, describe
from plugins.analytics_clickhouse.settings import Settings

__all__ = ["ask", "command", "forget_clients", "import_client", "insert", "open_client"]

Answer = TypeVar("Answer")
Parameters = Mapping[str, Any]


def import_client() -> ModuleType:
    """The client's package; ImportError that names the remedy."""
    try:
        return import_module("clickhouse_connect")
    except ImportError as error:
        raise ImportError(
            'ClickHouse\'s client is not installed: pip install "aixplore[clickhouse]"'
        ) from error


def ask(query: str, parameters: Parameters | None = None, *, slow: bool = False) -> Sequence[Sequence[Any]]:
    """The rows that a query answers. Its values are parameters, as in `{name:Type}`. slow: it may take as long as a
    write. ClickHouseFailed says what to do."""
    return run(lambda client: client.query(query, parameters=dict(parameters or {})).result_rows, slow=slow)


def command(query: str, parameters: Parameters | None = None) -> None:
    """Run a statement without an answer."""
    run(lambda client: client.command(query, parameters=dict(parameters or {})), slow=True)


def insert(table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """Add rows. columns: their types by name, so that the client need not ask for them."""
    names, types = list(columns), list(columns.values())
    run(lambda client: client.insert(table, rows, column_names=names, column_type_names=types), slow=True)


def run(call: Callable[[Any], Answer], *, slow: bool) -> Answer:
    settings = settings_of(Settings)
    try:
        return call(open_client(slow=slow))
    except ClickHouseFailed:
        raise
    except Exception as error:  # of the client, of urllib3, or of what parses an answer that is none
        raise describe(error, settings.url) from error


def open_client(*, slow: bool) -> Any:
    """The client of this process, with the timeout of questions or that of everything else."""
    settings = settings_of(Settings)
    seconds = settings.write_timeout if slow else settings.timeout
    password = settings.password.get_secret_value()
    return create_client(
        settings.url, settings.database, settings.username, password, settings.ca_certs, seconds
    )


@lru_cache(maxsize=8)
def create_client(
    url: str, database: str, username: str, password: str, ca_certs: str, seconds: float
) -> Any:
    """A client without a session, so that threads share it. It sends values in the body, not in the address, which has
    no room for the ids of a batch; the server ends a query that takes too long."""
    address, urllib3 = urlsplit(url), import_module("urllib3")
    port = address.port or (8443 if address.scheme == "https" else 8123)
    client = import_client().get_client(
        interface=address.scheme, host=address.hostname, port=port, proxy_path=address.path.rstrip("/"),
        database=database, username=username, password=password, ca_cert=ca_certs or None, compress=False,
        autogenerate_session_id=False, form_encode_query_params=True, query_retries=0,
        connect_timeout=math.ceil(seconds), send_receive_timeout=math.ceil(seconds), tz_mode="aware",
        settings={"max_execution_time": math.ceil(seconds)},
    )  # fmt: skip
    client.timeout = urllib3.Timeout(connect=min(seconds, 5), read=seconds)
    return client


def forget_clients() -> None:
    """Ask the server again who it is."""
    create_client.cache_clear()
