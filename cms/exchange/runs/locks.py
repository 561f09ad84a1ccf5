"""Which uploads are being imported right now: the worker holds a lock that PostgreSQL releases when it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from cms.base.reasons import as_reason
from cms.exchange.fields.characters import escape_invisible
from cms.exchange.models import ImportRun, RunState

LOCK_CLASS = 1768779892
"""The first half of the key of our advisory locks; the second is the run's own key."""
STOPPED = gettext_noop(
    "The background worker stopped before the import was finished. Upload the file again: imported rows are kept."
)
"""Stored untranslated: those who open the run later may read another language than the first."""
TASK = "cms.exchange.runs.tasks.import_upload"
LATE = timedelta(minutes=10)


@contextmanager
def hold_run(run: ImportRun) -> Iterator[None]:
    """Hold the lock of a run, in whatever way its import ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_CLASS, lock_key(run)])
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, lock_key(run)])


def lock_key(run: ImportRun) -> int:
    return run.pk % 2**31


def is_held(run: ImportRun) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE "
            "locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2 AND datname = current_database())",
            [LOCK_CLASS, lock_key(run)],
        )
        return bool(cursor.fetchone()[0])


def check_interrupted(run: ImportRun) -> None:
    """Note that the import of an upload has failed when its worker is gone and its task is not queued again."""
    if run.state != RunState.RUNNING or not run.upload or is_held(run) or has_task(run):
        return
    running = ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING)
    running.update(state=RunState.FAILED, message=STOPPED, message_parts=[], finished_at=timezone.now())
    run.refresh_from_db()


def has_task(run: ImportRun) -> bool:
    """Whether a task of the run waits, or runs: that of a dead worker is queued again within minutes."""
    tasks = DBTaskResult.objects.filter(finished_at=None, task_path=TASK, args_kwargs__args=[run.pk])
    return tasks.exists()


def check_all_interrupted() -> None:
    for run in ImportRun.objects.filter(state=RunState.RUNNING).exclude(upload=""):
        check_interrupted(run)


def is_late(run: ImportRun) -> bool:
    """Whether no worker has begun an upload in ten minutes."""
    return run.state == RunState.WAITING and run.created_at < timezone.now() - LATE


def fail(run: ImportRun, reason: str) -> None:
    """Note why a run has ended before its file. Nothing else of it is written: that may be what cannot be stored."""
    run.state, run.finished_at = RunState.FAILED, timezone.now()
    run.write_message([as_reason(reason).change(shorten_escaped)])
    ended = {name: getattr(run, name) for name in ("state", "message", "message_parts", "finished_at")}
    ImportRun.objects.filter(pk=run.pk).update(**ended)


def shorten_escaped(text: str) -> str:
    return escape_invisible(text)[:2000]
