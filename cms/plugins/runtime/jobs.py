"""The scheduler: runs the jobs of the site and of plugins when they are due, each in one process at a time.

Nothing else in this repository runs by the clock; `manage.py plugins run-jobs` is the only process that calls it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from cms.plugins.api.contributions import Job
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.loader.records import RegisteredItem
from cms.plugins.models import JobRun
from cms.plugins.runtime import core_jobs
from cms.plugins.runtime.current import platform

__all__ = ["BUDGET", "CORE", "JobResult", "find_failed_runs", "run_due"]

CORE = "core"
"""Stands where the jobs of plugins have their plugin's name."""

BUDGET = Budget(900.0, 1_000_000)
LEASE = timedelta(seconds=BUDGET.seconds + 60)
"""Longer than a job may take, so that a second process takes over only from one that died."""
RETRY = timedelta(minutes=5)
"""A job that failed is due again after this time, or its own period when that is shorter."""
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class JobResult:
    """One run of a job. message: the line that it answered, or why it failed."""

    plugin: str
    job: str
    succeeded: bool
    message: str
    seconds: float


def run_due() -> Iterator[JobResult]:
    """Run every job that is due, one after the other: the site's own, then those of plugins in their order."""
    for registered in list_jobs():
        run = claim(registered)
        if run is not None:
            yield perform(registered, run)


def list_jobs() -> Iterator[RegisteredItem[Job]]:
    """The jobs of the site, and of the plugins that are on."""
    yield from (RegisteredItem(CORE, job) for job in core_jobs.list_core_jobs())
    yield from (each for each in platform().contributions(Job) if platform().is_on(each.plugin))


def find_failed_runs() -> list[JobRun]:
    """The last runs of jobs that failed, of the site and of plugins that are on. One statement."""
    there = {(each.plugin, each.item.name) for each in list_jobs()}
    runs = JobRun.objects.filter(succeeded=False).order_by("plugin", "job")
    return [run for run in runs if (run.plugin, run.job) in there]


def claim(registered: RegisteredItem[Job]) -> JobRun | None:
    """The job's row, leased to this process; None when it is not due, or another process has it. Four statements."""
    job, now = registered.item, timezone.now()
    with transaction.atomic():
        JobRun.objects.bulk_create([JobRun(plugin=registered.plugin, job=job.name)], ignore_conflicts=True)
        rows = JobRun.objects.select_for_update(skip_locked=True)
        run = rows.filter(plugin=registered.plugin, job=job.name).first()
        if run is None or not is_due(run, job, now):
            return None
        run.leased_until, run.started_at, run.finished_at = now + LEASE, now, None
        run.save(update_fields=["leased_until", "started_at", "finished_at"])
    return run


def is_due(run: JobRun, job: Job, now: datetime) -> bool:
    """Not leased, and its period is over since it started; a failed run, or one that died, is tried again earlier."""
    if run.leased_until is not None:
        return run.leased_until <= now
    if run.started_at is not None and not run.succeeded:
        return run.started_at + min(job.every, RETRY) <= now
    if job.at is not None:
        return is_hour_due(run.started_at, run.first_seen_at, job, now)
    return run.started_at is None or run.started_at + job.every <= now


def is_hour_due(started: datetime | None, first_seen: datetime | None, job: Job, now: datetime) -> bool:
    """Whether the hour of a job came since it was last started, so many days after that start; a job that never ran
    waits for the first such hour after it was seen."""
    latest = last_moment(job, now)
    if started is None:
        return first_seen is None or latest >= first_seen
    return local_date(latest) - local_date(last_moment(job, started)) >= job.every


def local_date(moment: datetime) -> date:
    """The day in the site's time zone."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def last_moment(job: Job, now: datetime) -> datetime:
    """The last time that it was the job's hour, in the site's time zone. An hour that the clock skips in spring counts
    as the hour after it, one that comes twice in autumn as the first."""
    hour, zone, today = job.at or time(), timezone.get_default_timezone(), local_date(now)
    moment = datetime.combine(today, hour, tzinfo=zone).astimezone(UTC)
    if moment <= now:
        return moment
    return datetime.combine(today - timedelta(days=1), hour, tzinfo=zone).astimezone(UTC)


def perform(registered: RegisteredItem[Job], run: JobRun) -> JobResult:
    """Run a job that was claimed, and write down what became of it."""
    try:
        succeeded, message = True, answer(registered)
    except CallFailed as error:
        succeeded, message = False, error.reason
    run.leased_until, run.finished_at = None, timezone.now()
    run.succeeded, run.message = succeeded, message[:2000]
    run.save(update_fields=["leased_until", "finished_at", "succeeded", "message"])
    seconds = (run.finished_at - run.started_at).total_seconds()
    done = JobResult(registered.plugin, registered.item.name, succeeded, run.message, seconds)
    logger.info(
        "plugin_job", plugin=done.plugin, job=done.job, succeeded=succeeded, message=done.message, seconds=seconds
    )  # fmt: skip
    return done


def answer(registered: RegisteredItem[Job]) -> str:
    """The line that the job answers; CallFailed, also when it answers something else."""
    if registered.plugin == CORE:
        return answer_core(registered.item)
    plugin, place = registered.plugin, f"jobs.{registered.item.name}"
    line = platform().call(plugin, place, registered.item.run, BUDGET, writes=True)
    if not isinstance(line, str):
        wrong = f"it answered {type(line).__name__}: return a line of text for the log."
        raise platform().caller.record(plugin, place, wrong)
    return line


def answer_core(job: Job) -> str:
    """The line of a job of the site; CallFailed when it raises, so that the other jobs go on."""
    try:
        return job.run()
    except Exception as error:
        logger.exception("core_job_failed", job=job.name)
        raise CallFailed(CORE, job.name, f"it raised {type(error).__name__}: {error}") from error
