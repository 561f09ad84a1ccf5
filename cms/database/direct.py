"""Reading rows by statements that are sent often, without the work that a cursor does for each.

One connection keeps which statements it has sent, and has those prepared that come often, as psycopg does for cursors.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import count
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer

from cms.database.values import GONE, fetch

__all__ = ["DirectRead", "Statements"]

OFTEN = 5
"""Times after which a statement is prepared. After as many psycopg would prepare it by itself, a second time."""
MOST_PREPARED, MOST_COUNTED = 200, 2000
_numbers = count()
Row = tuple[Any, ...]


class Statements:
    """Those of one connection.

    asked: how often each was asked for. names: of those that are prepared, by their text and the types of their
    parameters; the one used last stands at the end. adapter: converts their values; it remembers how for each type.
    """

    def __init__(self) -> None:
        self.asked: dict[str, int] = {}
        self.names: OrderedDict[tuple[str, tuple[int, ...]], bytes] = OrderedDict()
        self.adapter: Any = None

    def come_often(self, text: str) -> bool:
        """Count a statement, and say whether it came often before."""
        times = self.asked.get(text, 0)
        if times >= OFTEN:
            return True
        if len(self.asked) >= MOST_COUNTED:
            self.asked.clear()
        self.asked[text] = times + 1
        return False

    def read(self, connection: psycopg.Connection[Any], text: str, params: Sequence[Any]) -> list[Row]:
        """The rows of a statement. The connection is in no transaction."""
        with connection.lock:
            adapter = self.adapter = self.adapter or Transformer(connection)
            values = adapter.dump_sequence(params, [PyFormat.AUTO] * len(params))
            send = partial(self._send, connection, (text, adapter.types or ()), values, adapter.formats)
            try:
                result = send()
            except GONE:
                self.names.clear()
                result = send()
            adapter.set_pgresult(result)
            try:
                return adapter.load_rows(0, result.ntuples, tuple)
            finally:
                adapter.set_pgresult(None)

    def _send(
        self, connection: psycopg.Connection[Any], key: tuple[str, tuple[int, ...]], values: Any, formats: Any
    ) -> Any:
        if key in self.names:
            self.names.move_to_end(key)
        else:
            self._prepare(connection, key)
        connection.pgconn.send_query_prepared(self.names[key], values, formats)
        return fetch(connection)

    def _prepare(self, connection: psycopg.Connection[Any], key: tuple[str, tuple[int, ...]]) -> None:
        while len(self.names) >= MOST_PREPARED:
            _, name = self.names.popitem(last=False)
            connection.pgconn.send_query(b"DEALLOCATE " + name)
            fetch(connection)
        name = f"aixplore_rows_{next(_numbers)}".encode()
        connection.pgconn.send_prepare(name, number_parameters(key[0]), key[1])
        fetch(connection)
        self.names[key] = name


@lru_cache(maxsize=4096)
def number_parameters(text: str) -> bytes:
    """The text with $1, $2… in place of %s, and % in place of %%."""
    parts = text.split("%%")
    numbers = count(1)
    for place, part in enumerate(parts):
        first, *others = part.split("%s")
        parts[place] = first + "".join(f"${next(numbers)}{each}" for each in others)
    return "%".join(parts).encode()


class DirectRead:
    """One statement on its way through whatever wraps statements. It stands where a cursor would: `rowcount`."""

    def __init__(self, wrapper: Any) -> None:
        self.wrapper = wrapper
        self.rows: list[Row] = []
        self.rowcount = -1

    def run(self, text: str, params: Sequence[Any]) -> list[Row]:
        """The rows of a statement."""
        execute: Callable[..., Any] = self.execute
        for each in reversed(self.wrapper.execute_wrappers):
            execute = partial(each, execute)
        execute(text, params, False, {"connection": self.wrapper, "cursor": self})
        return self.rows

    def execute(self, text: str, params: Sequence[Any], many: bool, context: Any) -> None:
        connection = self.wrapper.connection
        with self.wrapper.wrap_database_errors:
            self.rows = connection.statements.read(connection, text, params)
        self.rowcount = len(self.rows)
