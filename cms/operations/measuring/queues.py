"""What waits for editors and moderators, and what waits to be published. One statement for each queue."""

from __future__ import annotations

from math import nan

from django.utils import timezone
from wagtail.models import Revision, TaskState

from cms.base.work_queues import Waiting, WorkQueue, count_rows, declare_queue
from cms.operations.measuring import gauges

__all__ = ["forget_queue", "measure_queue", "register"]


def register() -> None:
    """Declare the queues of Wagtail."""
    declare_queue("workflow", read_workflow)
    declare_queue("scheduled", read_scheduled)


def read_workflow() -> Waiting:
    """Pages and snippets that somebody has to approve."""
    return count_rows(TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS), "started_at")


def read_scheduled() -> Waiting:
    """Pages and snippets with a time at which they are published."""
    return count_rows(Revision.objects.filter(approved_go_live_at__isnull=False), "approved_go_live_at")


def measure_queue(queue: WorkQueue) -> None:
    """Read a queue into its gauges. What begins later has no age yet."""
    number, first = queue.read()
    age = (timezone.now() - first).total_seconds() if first else 0.0
    set_queue(queue.name, number, max(age, 0.0))


def forget_queue(queue: WorkQueue) -> None:
    """Let the gauges tell that the queue could not be read."""
    set_queue(queue.name, nan, nan)


def set_queue(name: str, number: float, age: float) -> None:
    gauges.QUEUE_LENGTH.labels(name).set(number)
    gauges.QUEUE_OLDEST.labels(name).set(age)
