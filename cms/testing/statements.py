"""Counting SQL: exactly, and whether the count depends on the number of rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.testing.api import Api
from cms.testing.late_indexing import fill_indexes

__all__ = ["capture_statements", "constant_statements", "exact_statements"]

MANY = 20
"""Rows against which one row is compared."""


@contextmanager
def capture_statements() -> Iterator[list[str]]:
    """A list that holds, after the block, the statements that were executed in it."""
    statements: list[str] = []
    fill_indexes()  # what was saved before is not counted
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += [each["sql"] for each in captured.captured_queries]


@contextmanager
def exact_statements(expected: int) -> Iterator[list[str]]:
    """AssertionError, with all statements, when the block executes more or fewer than expected."""
    with capture_statements() as statements:
        yield statements
    if len(statements) != expected:
        raise AssertionError(
            f"{len(statements)} SQL statements instead of {expected}:\n{format_statements(statements)}"
        )


def constant_statements(
    api: Api,
    document: str,
    make_rows: Callable[[int], object],
    variables: Mapping[str, Any] | None = None,
    *,
    user: Any = None,
) -> int:
    """How many statements a document costs, the same for one row and for MANY; AssertionError when they differ.

    make_rows: takes how many more rows to make. It is called with 1, and then with the rest; when the answer does not
    grow with the second call, nothing was measured, which is an AssertionError as well.
    """
    make_rows(1)
    api.query(document, variables, user=user)  # what is worked out once a process is not counted
    with capture_statements() as one:
        small = api.query(document, variables, user=user)
    make_rows(MANY - 1)
    api.query(document, variables, user=user)  # nor what is read again now and then
    with capture_statements() as many:
        large = api.query(document, variables, user=user)
    if len(json.dumps(large)) <= len(json.dumps(small)):
        raise AssertionError(f"The answer for {MANY} rows is not longer than for one: {large}")
    if len(one) != len(many):
        counts = f"{len(one)} SQL statements for one row, {len(many)} for {MANY}"
        raise AssertionError(
            f"{counts}:\n{format_statements(one)}\n--- for {MANY}:\n{format_statements(many)}"
        )
    return len(one)


def format_statements(statements: Sequence[str]) -> str:
    return "\n".join(f"{place:>3}  {sql}" for place, sql in enumerate(statements, start=1))
