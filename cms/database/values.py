"""Reading one value by one statement that is sent very often, without the work that a cursor does for it."""

from __future__ import annotations

from collections.abc import MutableMapping
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg import generators, pq
from psycopg.errors import FeatureNotSupported, InvalidSqlStatementName, error_from_result

__all__ = ["read_value"]

_prepared: MutableMapping[Any, dict[str, bytes]] = WeakKeyDictionary()
"""The names of the statements that a connection has prepared here, by their text."""
_numbers = count()
"""No name is used twice: one that was given up may still be there."""
GONE = (FeatureNotSupported, InvalidSqlStatementName)
"""A table has changed since the statement was prepared, or all statements were dropped."""


def read_value(connection: psycopg.Connection[Any], text: str, parameter: bytes) -> str | None:
    """The first value of the first row, as text; None for no row and for NULL.

    text: a statement with the parameter $1, whose type it states. The connection is in no transaction. It waits as for
    any statement, so that the limits of an outage hold.
    """
    with connection.lock:
        known = _prepared.setdefault(connection, {})
        try:
            return execute(connection, prepare(connection, known, text), parameter)
        except GONE:
            known.clear()
            return execute(connection, prepare(connection, known, text), parameter)


def prepare(connection: psycopg.Connection[Any], known: dict[str, bytes], text: str) -> bytes:
    """The name under which the server has the statement."""
    if text not in known:
        name = f"aixplore_{next(_numbers)}".encode()
        connection.pgconn.send_prepare(name, text.encode())
        fetch(connection)
        known[text] = name
    return known[text]


def execute(connection: psycopg.Connection[Any], name: bytes, parameter: bytes) -> str | None:
    connection.pgconn.send_query_prepared(name, [parameter])
    result = fetch(connection)
    value = result.get_value(0, 0) if result.ntuples else None
    return None if value is None else value.decode()


def fetch(connection: psycopg.Connection[Any]) -> Any:
    """The result of what was sent; the error that it is."""
    result = connection.wait(generators.execute(connection.pgconn))[-1]
    if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
        raise error_from_result(result)
    return result
