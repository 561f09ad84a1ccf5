"""Tasks whose worker died: django-tasks-db would call them running for ever. They are queued again, or fail."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.base.measures import TASKS_INTERRUPTED
from cms.operations.models import Role
from cms.operations.presence import find_dead, find_living

__all__ = ["MOST_ATTEMPTS", "hand_back", "reap_tasks", "take_up_own"]

MOST_ATTEMPTS = 3
"""Workers that may die of a task, before it is given up."""
UNKNOWN = timedelta(hours=1)
"""How long a task may run in a worker that never said that it lives, such as one of an older version."""
GIVEN_UP = "cms.operations.WorkerDied"
logger = structlog.get_logger(__name__)


def reap_tasks() -> str:
    """Take up what dead workers left, and forget these; the line of the job. Three statements when nothing died."""
    dead = set(find_dead().filter(role=Role.WORKER).values_list("name", flat=True))
    living = set(find_living().filter(role=Role.WORKER).values_list("name", flat=True))
    queued = given_up = 0
    with transaction.atomic():
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        late = set(running.filter(started_at__lt=Now() - UNKNOWN).values_list("pk", flat=True))
        for task in running:
            worker = task.worker_ids[-1] if task.worker_ids else ""
            if worker in dead or (worker not in living and task.pk in late):
                again = take_up(task)
                queued, given_up = queued + again, given_up + (not again)
    find_dead().filter(name__in=dead).delete()
    return f"{queued} interrupted tasks queued again, {given_up} given up."


def take_up(task: DBTaskResult) -> bool:
    """Queue a task again; fail it when it has killed too many workers. Whether it was queued."""
    again = len(task.worker_ids) < MOST_ATTEMPTS
    if again:
        task.status, task.started_at = TaskResultStatus.READY, None
        task.save(update_fields=["status", "started_at"])
    else:
        task.status, task.finished_at = TaskResultStatus.FAILED, timezone.now()
        task.exception_class_path = GIVEN_UP
        task.traceback = (
            f"{len(task.worker_ids)} workers died while they ran this task: it is not tried again."
        )
        task.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])
    TASKS_INTERRUPTED.labels("queued" if again else "given_up").inc()
    log = logger.warning if again else logger.error
    log("task_interrupted", task=task.task_path, id=str(task.pk), queued=again, workers=task.worker_ids)
    return again


def take_up_own(worker: str) -> None:
    """Take up the task of a worker that goes on after it lost the database, as if it had died of this task."""
    with transaction.atomic():
        for task in DBTaskResult.objects.running().select_for_update():
            if task.worker_ids[-1:] == [worker]:
                take_up(task)


def hand_back(worker: str) -> None:
    """Queue the task of a worker that has to stop before the task is done, as if it had not begun."""
    with transaction.atomic():
        for task in DBTaskResult.objects.running().select_for_update():
            if task.worker_ids[-1:] == [worker]:
                task.status, task.started_at = TaskResultStatus.READY, None
                task.worker_ids = task.worker_ids[:-1]
                task.save(update_fields=["status", "started_at", "worker_ids"])
                TASKS_INTERRUPTED.labels("handed_back").inc()
                logger.warning("task_handed_back", task=task.task_path, id=str(task.pk))
