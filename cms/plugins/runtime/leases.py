"""Lease a database connection to another thread, so that a plugin's call can be abandoned if it hangs.

The thread gets a separate wrapper over the caller's connection: inside the caller's transaction it sees what the caller
wrote, while changes to the wrapper (open blocks, pending rollbacks) stay with the wrapper. Once the lease has ended,
the wrapper rejects every further statement, so a call that continues late can do no harm.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["Abandoned", "Lease", "NoLease", "StatementBudgetExceeded", "create_lease", "savepoint"]

ALIAS = "default"
READING = re.compile(
    r"\s*(SELECT|WITH|VALUES|SHOW|EXPLAIN|DECLARE|FETCH|CLOSE|SAVEPOINT|RELEASE|ROLLBACK TO)\b", re.I
)
"""How the ORM's reading statements begin. It catches mistakes, not intent."""
GRACE = 1.0
"""Seconds that the server has to cancel the statement of an abandoned call; then its connection is closed."""


class StatementBudgetExceeded(Exception):
    """The call exceeded its budget of SQL statements."""


class Abandoned(Exception):
    """The call took too long: its caller went on without it, so it may no longer use the database."""


class ReadOnly(Exception):
    """The call may only read."""


class Lease:
    """A connection lease for one call. `statements` counts the statements of the call, of at most `budget`.

    seconds: how long the call may take. The server cancels a statement that is not over by then (`statement_timeout`).
    writes: it may change rows; otherwise every statement but those of READING is rejected.
    """

    def __init__(self, budget: int, writes: bool, seconds: float) -> None:
        self.budget, self.writes, self.statements, self.ended = budget, writes, 0, False
        self.seconds, self.deadline = seconds, time.monotonic() + seconds
        self.owner: BaseDatabaseWrapper = connections[ALIAS]
        # Like `copy()`, without its deep copy of settings that neither changes: a third of what a call costs.
        self.wrapper = type(self.owner)(self.owner.settings_dict, ALIAS)
        self._copy_state()
        self.wrapper.connect = self._acquire
        self.wrapper.forget_local_limit = self.owner.forget_local_limit
        self.wrapper.execute_wrappers = [*self.owner.execute_wrappers, self._guard]
        self.wrapper.inc_thread_sharing()
        self._executing = Lock()

    def use(self) -> None:
        """In the thread of the call: make Django use the leased connection."""
        connections[ALIAS] = self.wrapper
        self.deadline = time.monotonic() + self.seconds

    def release(self) -> None:
        """End the lease of a call that ended in time; its on-commit callbacks become the owner's."""
        self.ended = True
        self.owner.run_on_commit += self.wrapper.run_on_commit
        self.wrapper.connection = None
        if self.owner.connection is not None and self.owner.connection.closed:
            self._drop_connection()

    def revoke(self) -> None:
        """The call did not end in time: wait until the server has cancelled its statement, and leave the owner a
        connection that it can use. When this returns the borrower executes nothing and never will."""
        self.ended = True
        raw = self.wrapper.connection
        if raw is not None and self.statements:
            if self._executing.acquire(timeout=GRACE):
                self._executing.release()
            else:
                raw.close()  # the server does not answer
            self._drop_connection()  # the borrower may have begun a transaction on it
        self.wrapper.connection = None

    def _drop_connection(self) -> None:
        if not self.owner.in_atomic_block:
            self.owner.close()

    def _acquire(self) -> None:
        """Stands for `connect`: called by Django when the borrower first needs the database."""
        if self.ended:
            raise Abandoned("The time for this call is over.")
        if self.owner.connection is None:
            self.owner.ensure_connection()
            self.wrapper.autocommit = self.owner.autocommit
        self.wrapper.connection = self.owner.connection

    def _copy_state(self) -> None:
        for name in ("in_atomic_block", "autocommit", "needs_rollback", "queries_log", "force_debug_cursor"):
            setattr(self.wrapper, name, getattr(self.owner, name))
        self.wrapper.savepoint_ids = list(self.owner.savepoint_ids)
        self.wrapper.atomic_blocks = list(self.owner.atomic_blocks)

    def _guard(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.ended:
            raise Abandoned("The time for this call is over.")
        self.statements += 1
        if self.statements > self.budget:
            raise StatementBudgetExceeded(f"more than {self.budget} SQL statements")
        if not (self.writes or READING.match(str(sql))):
            raise ReadOnly("it may only read here: write in a job, a mutation or a notify hook")
        with self._executing:
            if self.ended:
                raise Abandoned("The time for this call is over.")
            self.owner.send_lease_limit(self.deadline - time.monotonic())
            return execute(sql, params, many, context)


class NoLease:
    """For calls that may not use the database, such as those while settings are read, when there is none yet."""

    statements = 0

    def use(self) -> None:
        connections[ALIAS] = UnavailableConnection()

    def release(self) -> None:
        """There is nothing to give back."""

    revoke = release


class UnavailableConnection:
    """Replaces Django's connection where the database must not be used; every use fails."""

    def __getattr__(self, name: str) -> Any:
        raise StatementBudgetExceeded("it may not use the database here")


def create_lease(budget: int, writes: bool, seconds: float) -> Lease | NoLease:
    """The connection lease for a call with this budget."""
    return Lease(budget, writes, seconds) if budget else NoLease()


def savepoint() -> AbstractContextManager[Any]:
    """A savepoint where there is a transaction to protect; nothing where there is none."""
    return transaction.atomic() if connections[ALIAS].in_atomic_block else nullcontext()
