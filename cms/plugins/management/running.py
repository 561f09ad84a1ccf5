"""`plugins run-jobs`: rounds of jobs, index changes and deliveries that are due, once or until somebody says stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Event

import structlog
from django.db import DatabaseError, close_old_connections

from cms.base.ending import watch_for_end
from cms.indexing.pending import index_pending
from cms.plugins.runtime.jobs import JobResult, run_due
from cms.publishing.outbox import deliver_due

__all__ = ["PAUSE", "Round", "once", "run_forever"]

PAUSE = 10.0
"""Seconds between two rounds."""
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """jobs: those that were due. delivered, undelivered: events that plugins were told, or will be told again."""

    jobs: list[JobResult] = field(default_factory=list)
    delivered: int = 0
    undelivered: int = 0

    @property
    def has_failures(self) -> bool:
        return not all(job.succeeded for job in self.jobs)

    @property
    def is_idle(self) -> bool:
        return not (self.jobs or self.delivered or self.undelivered)

    def lines(self) -> Iterable[str]:
        """One for each job, and a summary."""
        for job in self.jobs:
            word = "done" if job.succeeded else "FAILED"
            yield f"{job.plugin}.{job.job} {word} in {job.seconds:.1f} s: {job.message}"
        failed = sum(not job.succeeded for job in self.jobs)
        yield (
            f"{len(self.jobs)} jobs run, {failed} of them failed; "
            f"{self.delivered} events delivered, {self.undelivered} to be tried again."
        )


def once(over: Event | None = None) -> Round:
    """One round; no further job is begun when `over` is set."""
    jobs = []
    for ran in run_due():
        jobs.append(ran)
        if over and over.is_set():
            return Round(jobs)
    index_pending()
    return Round(jobs, *deliver_due())


def run_forever(tell: Callable[[Round], None], pause: float = PAUSE) -> None:
    """Rounds until SIGTERM or SIGINT, which let a running job end. What happened is told; quiet rounds are not.

    A database that cannot be asked for a while is logged, and asked again in the next round.
    """
    with watch_for_end() as over:
        while not over.is_set():
            close_old_connections()
            try:
                done = once(over)
            except DatabaseError as error:
                logger.error("plugin_jobs_without_database", reason=str(error).strip())
            else:
                if not done.is_idle:
                    tell(done)
            over.wait(pause)
