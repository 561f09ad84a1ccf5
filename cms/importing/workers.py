"""Batches, here or in processes beside this one, with results in the order of the batches."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import django
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connections, transaction

from cms.compat.wagtail_redirects import delete_together
from cms.importing.importer import unreadable
from cms.importing.records import Item, Options, Problem, Result
from cms.importing.registry import importer_for
from cms.publishing.outbox import together

DEADLOCK = "40P01"
TRIES = 3

Job = tuple[str, list[Item], Options, bool]
Runner = Callable[[Iterable[Job]], Iterator[Result]]


def run_batch(kind: str, items: list[Item], options: Options, final: bool) -> Result:
    """Import a batch in one transaction.

    What the database itself refuses, such as a slug that an editor has taken meanwhile, and what the code did not
    foresee, is found by halving the batch until the line is known; the rest is imported.
    """
    for attempt in range(TRIES):
        try:
            with transaction.atomic(), together(), delete_together():
                return importer_for(kind).run(items, options, final=final)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != DEADLOCK or attempt == TRIES - 1:
                raise
        except (DataError, IntegrityError) as error:
            return _halved(kind, items, options, final, error)
        except DatabaseError:
            raise
        except Exception as error:
            return _halved(kind, items, options, final, error)
    raise AssertionError("the loop above returns or raises")


def _halved(kind: str, items: list[Item], options: Options, final: bool, error: Exception) -> Result:
    if len(items) == 1:
        item = items[0]
        key = importer_for(kind).identity(item.record, options)
        reason = reason_of(item, error)
        return Result(refused=[Problem(item.file, item.line, kind, key, reason)])
    middle = len(items) // 2
    first, second = (run_batch(kind, half, options, final) for half in (items[:middle], items[middle:]))
    return Result(
        first.created + second.created,
        first.updated + second.updated,
        first.unchanged + second.unchanged,
        first.refused + second.refused,
        first.waiting + second.waiting,
    )


def reason_of(item: Item, error: Exception) -> str:
    if isinstance(error, DatabaseError):
        return f"the database refuses it: {str(error).splitlines()[0]}"
    return unreadable(item, error)


@contextmanager
def in_order(workers: int) -> Iterator[Runner | None]:
    """A function that runs batches in `workers` processes; None for one, which needs no process of its own."""
    if workers < 2:
        yield None
        return
    settings = {alias: dict(connections[alias].settings_dict) for alias in connections}
    for connection in connections.all():
        connection.close()
        connection.close_pool()
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(settings,)) as pool:
        yield lambda jobs: _results(pool, jobs, workers)


def _start(databases: dict[str, Any]) -> None:
    """Prepare a worker process, which uses the same databases whatever its own settings say."""
    django.setup()
    for alias, settings in databases.items():
        connections[alias].settings_dict.update(settings)


def _results(pool: ProcessPoolExecutor, jobs: Iterable[Job], workers: int) -> Iterator[Result]:
    """Results in order, with at most two batches for each worker on their way."""
    running: deque[Future[Result]] = deque()
    for job in jobs:
        running.append(pool.submit(run_batch, *job))
        if len(running) > workers * 2:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()
