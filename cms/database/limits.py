"""A time limit for statements that the server itself keeps, so that no cancellation can come late."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

__all__ = ["LimitedStatements"]

DEFAULT, UNKNOWN = 0, -1
LONGEST = 2**31 - 1
"""Milliseconds: what PostgreSQL takes at most."""
SLACK = 50
"""Milliseconds by which the limit of a lease may be late, so that quick statements need not send it again each time."""


class LimitedStatements(base.DatabaseWrapper):
    """Keeps `statement_timeout` as it is wanted, and sends it only when it is another than before.

    Outside of transactions it holds for the connection. Within one it is LOCAL, and what the end of the transaction or
    a savepoint made of it is unknown, so that it is sent again with the next statement.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wanted, self._in_force, self._is_local = DEFAULT, DEFAULT, False

    def limit_statements(self, seconds: float | None) -> None:
        """Let the server cancel each statement that takes longer from now on; None: as the server is configured."""
        self.expect_limit(seconds)
        if self.connection is not None:
            self.send_limit()

    def expect_limit(self, seconds: float | None) -> None:
        """The same, but it is sent with the next statement that is executed, if there is one."""
        self._wanted = DEFAULT if seconds is None else in_milliseconds(seconds)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._in_force, self._is_local = DEFAULT, False
        return super().get_new_connection(conn_params)

    def _cursor(self, name: str | None = None) -> Any:
        cursor = super()._cursor(name)
        self.send_limit()
        return cursor

    def send_limit(self) -> None:
        """Make what is wanted hold, on the open connection."""
        if self._wanted != self._in_force:
            self._send(self._wanted)

    def send_lease_limit(self, seconds: float) -> None:
        """Let the server cancel the next statement when this time is over, or sooner if less is wanted; it may be late
        by two times SLACK. The owner's own limit is sent again with the owner's next statement."""
        left = in_milliseconds(seconds)
        limit = left + SLACK if self._wanted == DEFAULT else min(left + SLACK, self._wanted)
        if not limit <= self._in_force <= limit + SLACK:
            self._send(limit)

    def _send(self, limit: int) -> None:
        if self.has_failed():
            return
        self._is_local = not self.connection.autocommit
        value = "DEFAULT" if limit == DEFAULT else str(limit)
        with self.wrap_database_errors:
            self.connection.execute(f"SET {'LOCAL ' * self._is_local}statement_timeout TO {value}")
        self._in_force = limit

    def has_failed(self) -> bool:
        """Whether a transaction is open that takes nothing but its end."""
        status = self.connection and self.connection.pgconn.transaction_status
        return bool(status == TransactionStatus.INERROR)

    def forget_local_limit(self) -> None:
        if self._is_local:
            self._in_force, self._is_local = UNKNOWN, False

    def _commit(self) -> None:
        super()._commit()
        self.forget_local_limit()

    def _rollback(self) -> None:
        super()._rollback()
        self.forget_local_limit()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        self.forget_local_limit()


def in_milliseconds(seconds: float) -> int:
    """As PostgreSQL takes it: at least one, for zero would be no limit."""
    return min(max(1, round(seconds * 1000)), LONGEST)
