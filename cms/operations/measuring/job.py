"""The scheduler's job that reads metrics, so that neither web processes nor scrapes ask the database for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import structlog
from django.db import DatabaseError, connection, transaction

from cms.base.work_queues import list_queues
from cms.operations.measuring.database import forget_database, measure_database
from cms.operations.measuring.queues import forget_queue, measure_queue

__all__ = ["measure_site"]

PATIENCE = "3s"
"""For each statement: the scheduler runs one job after the other."""
Step = Callable[[], None]
logger = structlog.get_logger(__name__)


def measure_site() -> str:
    """Read all of it; what cannot be read becomes NaN, and the rest is read all the same. A line for the log."""
    steps = list(list_steps())
    failed = [name for name, read, forget in steps if not is_measured(name, read, forget)]
    return f"Could not be read: {', '.join(failed)}." if failed else f"{len(steps)} parts read."


def list_steps() -> Iterator[tuple[str, Step, Step]]:
    """What is read, by which function, and what is done when that fails."""
    yield "database", measure_database, forget_database
    for queue in list_queues():
        yield queue.name, partial(measure_queue, queue), partial(forget_queue, queue)


def is_measured(name: str, read: Step, forget: Step) -> bool:
    """Whether one part could be read, in a transaction with a limit for each statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
            read()
    except DatabaseError as error:
        logger.warning("measurement_failed", part=name, error=type(error).__name__)
        forget()
        return False
    return True
