"""Django's PostgreSQL backend, in which an outage of the database is noticed in time and ends by itself.

- A connection that the server has closed is replaced before a request uses it, without a statement to ask for that.
- While the server is away, `DatabaseUnavailable` is raised at once.
- A statement that gets no answer is given up, in a request, once the server does not answer others either.
- A time limit for statements holds in the server, and is changed between statements only.
"""

from __future__ import annotations

import select
from collections.abc import Callable, Mapping, Sequence
from threading import get_ident
from typing import Any, TypeVar

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property
from psycopg.errors import _WaitTimeout

from cms.database.direct import DirectRead, Statements
from cms.database.limits import LimitedStatements
from cms.database.outages import DatabaseUnavailable, Server, current_request
from cms.database.values import read_value

__all__ = ["DatabaseWrapper"]

PATIENCE = 0.4
"""Seconds that a request waits for the answer to a statement before it looks whether the server answers at all."""
MOMENT = psycopg.adapters.types["timestamptz"].oid
Found = TypeVar("Found")
LOST = (psycopg.OperationalError, psycopg.InterfaceError)

_server = Server()


class WatchedConnection(psycopg.Connection[Any]):
    """While a request waits for an answer, looks now and then whether the server answers others."""

    parameters: Mapping[str, Any]
    names: dict[str, bytes]
    """Of the statements that `read_value` has prepared, by their text."""
    statements: Statements
    """That `read_rows` has sent."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        request = current_request()
        if timeout is not None or request is None:
            return super().wait(gen, interval, timeout)
        while True:
            try:
                return super().wait(gen, interval, PATIENCE)
            except _WaitTimeout:
                if not _server.is_there(self.parameters):
                    request.is_over = True
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server does not answer") from None


class Driver:
    """psycopg, with connections of ours."""

    def connect(self, **parameters: Any) -> WatchedConnection:
        made = WatchedConnection.connect(**parameters)
        made.parameters, made.names, made.statements = parameters, {}, Statements()
        return made

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


class PreparedCursor(base.ServerBindingCursor):
    """Knows its statement also when the server has it prepared: psycopg 3.3 notes the text only where it sends it, and
    Django reads that note for its log, unless all statements are bound by the server."""

    def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
        self._query = pgq
        super()._send_query_prepared(name, pgq, binary=binary)


class OutageErrors(DatabaseErrorWrapper):
    """Raises DatabaseAway for what failed because the connection is lost."""

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        if exc_type is None:
            return
        if issubclass(exc_type, LOST) and self.wrapper.is_lost():
            self.wrapper.note_outage()
            raise DatabaseUnavailable(*exc_value.args).with_traceback(traceback) from exc_value
        super().__exit__(exc_type, exc_value, traceback)


class DatabaseWrapper(LimitedStatements, base.DatabaseWrapper):
    """The connection of one thread."""

    Database = Driver()
    _prepares = False

    @cached_property
    def wrap_database_errors(self) -> OutageErrors:
        return OutageErrors(self)

    def prepared_cursor(self) -> Any:
        """A cursor whose parameters are bound by the server, which keeps the plans of statements that come often.

        For statements whose text is the same each time. A parameter that stands in a text twice is two parameters to
        the server, so a statement must not group by an expression with one.
        """
        self._prepares = self.settings_dict["OPTIONS"].get("prepare_threshold") is not None
        try:
            return self.cursor()
        finally:
            self._prepares = False

    def read_value(self, text: str, parameter: str) -> str | None:
        """The first value of the first row as text, for a statement that is sent very often: prepared, and without a
        cursor, unless somebody watches statements or a transaction is open. The same rules of health and limits hold.

        text: a statement with one parameter, %s, whose type it states.
        """
        return self._read_again_if_lost(lambda: self._read_value(text, parameter))

    def _read_value(self, text: str, parameter: str) -> str | None:
        if self.execute_wrappers or not self._reads_directly():
            with self.prepared_cursor() as cursor:
                cursor.execute(text, [parameter])
                row = cursor.fetchone()
            return row and row[0]
        self._make_ready()
        with self.wrap_database_errors:
            names = self.connection.names
            return read_value(self.connection, names, text.replace("%s", "$1"), parameter.encode())

    def read_rows(self, text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement, prepared as `prepared_cursor` has it; without a cursor for one that comes often,
        unless somebody watches statements or a transaction is open. Whatever wraps statements is called."""
        return self._read_again_if_lost(lambda: self._read_rows(text, params))

    def _read_rows(self, text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        if self._reads_directly():
            self._make_ready()
            if self._loads_as_cursors() and self.connection.statements.come_often(text):
                return DirectRead(self).run(text, params)
        with self.prepared_cursor() as cursor:
            cursor.execute(text, params)
            return cursor.fetchall()  # type: ignore[no-any-return]

    def _read_again_if_lost(self, read: Callable[[], Found]) -> Found:
        """What a statement reads; on a new connection where its own was lost, unless a transaction went with it or the
        request knows that the server is away. A server that restarts ends connections after they were looked at."""
        try:
            return read()
        except DatabaseUnavailable:
            request = current_request()
            if self.in_atomic_block or (request is not None and request.is_over):
                raise
            return read()

    def _reads_directly(self) -> bool:
        prepares = self.settings_dict["OPTIONS"].get("prepare_threshold") is not None
        return prepares and not (self.queries_logged or self.in_atomic_block)

    def _loads_as_cursors(self) -> bool:
        """Whether the connection gives moments in the time zone in which a new cursor would give them."""
        loader = self.connection.adapters.get_loader(MOMENT, psycopg.pq.Format.TEXT)
        return bool(self.timezone == loader.timezone)

    def _make_ready(self) -> None:
        """The same as before a new cursor, without the parts that change nothing."""
        if self._thread_ident != get_ident():
            self.validate_thread_sharing()
        self.close_if_health_check_failed()
        if self.connection is None:
            self.ensure_connection()
        if self._wanted != self._in_force:
            self.send_limit()

    def create_cursor(self, name: str | None = None) -> Any:
        if self.connection is not None:
            self.connection.cursor_factory = PreparedCursor if self._prepares else base.Cursor
        return super().create_cursor(name)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        request = current_request()
        if (request is not None and request.is_over) or not _server.is_there(conn_params):
            self.note_outage()
            if request is not None:
                request.is_over = True
            raise DatabaseUnavailable("The database does not answer.")
        return super().get_new_connection(conn_params)

    def is_lost(self) -> bool:
        """Whether there is no connection, or one that is known to be broken."""
        return self.connection is None or self.connection.closed

    def note_outage(self) -> None:
        """Count an outage for the request, and drop the connection, so that the next statement opens another."""
        self.errors_occurred = True
        request = current_request()
        if request is not None:
            request.count += 1
        if self.connection is not None and not self.in_atomic_block:
            self.close()

    def is_usable(self) -> bool:
        """Whether the connection stands. An idle server sends nothing but its farewell, so there must be nothing to
        read. A statement instead would cost a round trip, and would hang where the server does."""
        return not self.is_lost() and not is_readable(self.connection.pgconn.socket)


def is_readable(descriptor: int) -> bool:
    """Whether something can be read from a socket at once, or its other side is gone."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
