"""Rows that are made once for all tests of a module: the fixtures `make_once` and `commit_once`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from cms.testing.baseline import added_rows, copy_rows
from cms.testing.late_indexing import fill_indexes, forget_waiting

__all__ = ["check_tests_are_rolled_back", "committed_rows", "kept_rows", "make_rows"]

Rows = TypeVar("Rows")
COMMITTING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


@contextmanager
def kept_rows(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around those of the tests: what is written in it at the start is there for each of them."""
    with blocker.unblock():
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]  # durable blocks may begin in it, as in a test
        block.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


@contextmanager
def committed_rows(blocker: DjangoDbBlocker, make: Callable[[], Rows]) -> Iterator[Rows]:
    """What `make` returns. It commits, and tests that commit are put back to its rows while the block lasts."""
    with blocker.unblock():
        copy_rows(connection)
        rows = make_rows(blocker, make)
        added = added_rows(connection)
        added.__enter__()
    try:
        yield rows
    finally:
        with blocker.unblock():
            added.__exit__(None, None, None)
            connection.close()


def make_rows(blocker: DjangoDbBlocker, make: Callable[[], Rows]) -> Rows:
    """What `make` returns. Indexes are filled at once: each test drops the tasks that wait from before."""
    forget_waiting()
    ContentType.objects.clear_cache()
    with blocker.unblock():
        rows = make()
        fill_indexes()
    cache.delete_pattern("*")
    return rows


def check_tests_are_rolled_back(module: pytest.Module) -> None:
    """UsageError where a test of the module commits: other connections would wait for the rows, or miss them."""
    for item in module.session.items:
        if item.getparent(pytest.Module) is module and commits(item):
            raise pytest.UsageError(
                f"{item.nodeid} commits, and its module makes rows with make_once: move it to another module."
            )


def commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(COMMITTING & set(getattr(item, "fixturenames", ()))) or bool(
        mark and (mark.kwargs.get("transaction") or any(mark.args))
    )
