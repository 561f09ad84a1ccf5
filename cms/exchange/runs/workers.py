"""Batches, here or in processes beside this one, with results in the order of the batches."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import django
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connections, transaction
from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason
from cms.compat.wagtail_redirects import delete_together
from cms.exchange.kinds.files import files_removed_on_failure
from cms.exchange.kinds.importer import Importer
from cms.exchange.kinds.registry import importer_for, kinds
from cms.exchange.records import Item, Options, Problem, Result
from cms.exchange.writing.batch import Batch, merge_results
from cms.exchange.writing.rejections import describe_failure
from cms.publishing.outbox import gather_events

DEADLOCK = "40P01"
TRIES = 3

Job = tuple[str, list[Item], Options, bool]
Runner = Callable[[Iterable[Job]], Iterator[Result]]


def run_batch(kind: str, items: list[Item], options: Options, final: bool) -> Result:
    """Import a batch in one transaction.

    What the database itself refuses, such as a slug that an editor has taken meanwhile, and what the code did not
    foresee, is found by halving the batch until the line is known; the rest is imported.
    """
    try:
        return in_transaction(lambda: importer_for(kind).run(items, options, final=final))
    except Exception as error:
        if not is_record_error(error):
            raise
        if len(items) == 1:
            return build_refused_result(items[0], options, error)
        middle = len(items) // 2
        return merge_results(
            run_batch(kind, half, options, final) for half in (items[:middle], items[middle:])
        )


def run_together(items: list[Item], options: Options) -> Result:
    """Import records of any kinds that may name each other, in one transaction.

    When the database refuses them, each is tried with those that it cannot be written without.
    """
    batch = Batch(all_importers(), items, options, final=True)
    try:
        return in_transaction(batch.run)
    except Exception as error:
        if not is_record_error(error):
            raise
        return merge_results(_import_by_closure(batch, options))


def _import_by_closure(batch: Batch, options: Options) -> Iterator[Result]:
    left = {id(row.item) for row in batch.rows}
    for row in batch.rows:
        group = [item for item in batch.collect_closure(row) if id(item) in left]
        if id(row.item) not in left:
            continue
        try:
            yield in_transaction(Batch(all_importers(), group, options, final=True).run)
            left -= {id(item) for item in group}
        except Exception as error:
            if not is_record_error(error):
                raise
            yield build_refused_result(row.item, options, error)
            left.discard(id(row.item))


def in_transaction(work: Callable[[], Result]) -> Result:
    """Run a batch in one transaction, again after a deadlock; a failure takes the stored files back as well."""
    for attempt in range(TRIES):
        try:
            with files_removed_on_failure(), transaction.atomic(), gather_events(), delete_together():
                result = work()
                if not (result.created or result.updated):
                    transaction.set_rollback(True)  # an index page may have been made for rejected records
                return result
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != DEADLOCK or attempt == TRIES - 1:
                raise
    raise AssertionError("the loop above returns or raises")


def is_record_error(error: Exception) -> bool:
    """Whether a record is the likely cause of an error, and not the database."""
    return isinstance(error, DataError | IntegrityError) or not isinstance(error, DatabaseError)


def all_importers() -> dict[str, Importer]:
    return {kind: importer_for(kind) for kind in kinds()}


def build_refused_result(item: Item, options: Options, error: Exception) -> Result:
    key = importer_for(item.kind).identity(item.record, options)
    return Result(refused=[Problem(item.file, item.line, item.kind, key, describe_reason(item, error))])


def describe_reason(item: Item, error: Exception) -> Reason:
    if isinstance(error, DatabaseError):
        return Reason(_("the database refuses it: %(error)s"), {"error": str(error).splitlines()[0]})
    return describe_failure(item, error)


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
