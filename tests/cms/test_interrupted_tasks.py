"""Tasks of dead workers: which are queued again, which are left alone, and which are given up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.operations.interrupted_tasks import GIVEN_UP, hand_back, reap_tasks
from cms.operations.models import Role, RunningProcess
from tests.support.metrics import clear_counts

pytestmark = pytest.mark.django_db


def make_task(*workers: str, status: str = "RUNNING", minutes: float = 1) -> DBTaskResult:
    now = timezone.now()
    return DBTaskResult.objects.create(
        task_path="tests.support.slow_tasks.note_and_sleep", backend_name="default", args_kwargs={}, run_after=now,
        status=status, worker_ids=list(workers), started_at=now - timedelta(minutes=minutes),
    )  # fmt: skip


def make_worker(name: str, seconds: float) -> None:
    """A worker that said so many seconds ago that it lives."""
    RunningProcess.objects.create(
        name=name, role=Role.WORKER, host="here", pid=1, seen_at=timezone.now() - timedelta(seconds=seconds)
    )


@pytest.fixture(autouse=True)
def _workers() -> None:
    clear_counts()
    make_worker("alive", 1)
    make_worker("dead", 30)


def test_tasks_of_a_dead_worker_are_queued_again() -> None:
    lost, running, done = make_task("dead"), make_task("alive"), make_task("dead", status="SUCCESSFUL")
    assert reap_tasks() == "1 interrupted tasks queued again, 0 given up."
    for task in (lost, running, done):
        task.refresh_from_db()
    assert [each.status for each in (lost, running, done)] == ["READY", "RUNNING", "SUCCESSFUL"]
    assert lost.worker_ids == ["dead"] and lost.started_at is None
    assert list(RunningProcess.objects.values_list("name", flat=True)) == ["alive"], "the dead are forgotten"
    assert reap_tasks() == "0 interrupted tasks queued again, 0 given up."


def test_a_task_that_kills_its_workers_is_given_up() -> None:
    task = make_task("one", "two", "dead")
    assert reap_tasks() == "0 interrupted tasks queued again, 1 given up."
    task.refresh_from_db()
    assert (task.status, task.exception_class_path) == ("FAILED", GIVEN_UP) and task.finished_at
    assert task.traceback.startswith("3 workers died while they ran this task")


def test_a_worker_that_never_said_that_it_lives_has_an_hour() -> None:
    young, old = make_task("unknown", minutes=59), make_task("unknown", minutes=61)
    assert reap_tasks() == "1 interrupted tasks queued again, 0 given up."
    young.refresh_from_db()
    old.refresh_from_db()
    assert [young.status, old.status] == ["RUNNING", "READY"]


def test_a_worker_hands_back_its_own_task_as_if_it_had_not_begun() -> None:
    own, other = make_task("dead", "alive"), make_task("other")
    hand_back("alive")
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.status, own.worker_ids, other.status) == ("READY", ["dead"], "RUNNING")
