"""Reading one value by one statement that is sent very often, without the work that a cursor does for it."""

from __future__ import annotations

from itertools import count
from typing import Any

import psycopg
from psycopg import generators, pq
from psycopg.errors import FeatureNotSupported, InvalidSqlStatementName, error_from_result

__all__ = ["GONE", "fetch", "read_value"]

_numbers = count()
"""No name is used twice: one that was given up may still be there."""
GONE = (FeatureNotSupported, InvalidSqlStatementName)
"""A table has changed since the statement was prepared, or all statements were dropped."""


def read_value(
    connection: psycopg.Connection[Any], known: dict[str, bytes], text: str, parameter: bytes
) -> str | None:
    """The first value of the first row, as text; None for no row and for NULL.

    known: the names of the statements that this connection has prepared here. text: a statement with the parameter $1,
    whose type it states. The connection is in no transaction. It waits as for any statement, so that the limits of an
    outage hold.
    """
    with connection.lock:
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
