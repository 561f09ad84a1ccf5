"""An upload whose worker died goes on in another worker, and is not called failed before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.exchange.models import ImportRun, RunState
from cms.exchange.runs import engine, locks, workers
from cms.exchange.runs.tasks import import_upload
from content_types.solutions.models import Solution
from tests.cms.test_importing_admin import upload
from tests.support.admin import sign_in_client
from tests.support.importing import CATEGORY, solution

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Ends a process where it stands: nothing is written after it."""


@pytest.fixture
def interrupted_run(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    """A run whose worker was killed after two of its batches."""
    settings.MEDIA_ROOT = tmp_path / "media"
    upload(sign_in_client(), CATEGORY, *(solution(f"s-{number}") for number in range(9)))
    run = ImportRun.objects.get()
    ImportRun.objects.update(dry_run=False)
    left = [2]

    def run_batch(*job: Any) -> Any:
        if not left[0]:
            raise Killed
        left[0] -= 1
        return workers.run_batch(*job)

    with monkeypatch.context() as patch:
        patch.setattr(engine, "BATCH", 4)
        patch.setattr(engine, "run_batch", run_batch)
        with pytest.raises(Killed):
            import_upload.func(run.pk)
    ImportRun.objects.update(state=RunState.RUNNING, finished_at=None, message="", message_parts=[])
    return run


def make_task(run: ImportRun, status: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path=locks.TASK, backend_name="default", args_kwargs={"args": [run.pk], "kwargs": {}},
        run_after=timezone.now(), status=status, started_at=timezone.now(),
        finished_at=timezone.now() if status == "FAILED" else None,
    )  # fmt: skip


def test_an_import_goes_on_where_its_worker_died(interrupted_run: ImportRun) -> None:
    assert 0 < Solution.objects.count() < 9
    import_upload.func(interrupted_run.pk)
    run = ImportRun.objects.get()
    assert (run.state, run.created, run.updated, run.refused) == (RunState.FINISHED, 10, 0, 0)
    assert Solution.objects.count() == 9
    import_upload.func(interrupted_run.pk)
    assert ImportRun.objects.get().finished_at == run.finished_at, "what is over is left alone"


@pytest.mark.parametrize(
    ("status", "state"), [("READY", "running"), ("RUNNING", "running"), ("FAILED", "failed")]
)
def test_it_is_called_failed_only_when_its_task_was_given_up(
    interrupted_run: ImportRun, status: str, state: str
) -> None:
    make_task(interrupted_run, status)
    sign_in_client().get(reverse("importing:progress", args=[interrupted_run.pk]))
    assert ImportRun.objects.get().state == state


def test_the_task_is_known_by_its_path() -> None:
    assert import_upload.module_path == locks.TASK
