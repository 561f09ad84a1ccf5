"""The one scheduler runs the site's own jobs beside those of plugins."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.operations import health
from cms.people.models import Session
from cms.plugins.api.contributions import Job
from cms.plugins.models import JobRun
from cms.plugins.runtime import core_jobs
from content_types.solutions.models import Solution
from tests.factories.content import make_site, make_solution

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    make_site()


def run_jobs() -> str:
    out = StringIO()
    call_command("plugins", "run-jobs", "--once", stdout=out, no_color=True)
    return out.getvalue()


def use_job(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    job = Job(name="trial", run=run, every=timedelta(hours=1), description="A trial.")
    monkeypatch.setattr(core_jobs, "CORE_JOBS", (job,))
    monkeypatch.setattr(core_jobs, "_declared", {})


def make_due(job: str) -> None:
    """Let a job have been seen and started long ago."""
    long_ago = timezone.now() - timedelta(days=3)
    JobRun.objects.update_or_create(
        plugin="core", job=job, defaults={"started_at": long_ago, "finished_at": long_ago}
    )


def test_what_editors_scheduled_is_published_and_what_expired_is_taken_away() -> None:
    past = timezone.now() - timedelta(minutes=1)
    waiting, expiring, later = (
        make_solution(name, live=name == "Expiring") for name in ("Waiting", "Expiring", "Later")
    )
    waiting.go_live_at = past
    waiting.save_revision(approved_go_live_at=past)
    later.save_revision(approved_go_live_at=timezone.now() + timedelta(hours=1))
    Solution.objects.filter(pk=expiring.pk).update(expire_at=past)
    assert "core.publish_scheduled done" in run_jobs()
    live = {page.title: page.live for page in Solution.objects.all()}
    assert live == {"Waiting": True, "Expiring": False, "Later": False}


def test_sessions_that_ended_are_deleted() -> None:
    now = timezone.now()
    for key, end in (("over", now - timedelta(days=1)), ("lasting", now + timedelta(days=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=end, last_used_at=now)
    make_due("clear_sessions")
    assert "core.clear_sessions done" in run_jobs()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["lasting"]


@pytest.mark.parametrize(("days", "left"), [(1, 1), (13, 1), (15, 0)])
def test_tasks_are_forgotten_two_weeks_after_their_end(days: int, left: int) -> None:
    moment = timezone.now() - timedelta(days=days)
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x.y", queue_name="other", backend_name="default",
        status="SUCCESSFUL", finished_at=moment, exception_class_path="", traceback="",
    )  # fmt: skip
    make_due("prune_tasks")
    assert "core.prune_tasks done" in run_jobs()
    assert DBTaskResult.objects.filter(queue_name="other").count() == left


def test_a_job_runs_once_in_its_period(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []

    def count() -> str:
        ran.append(1)
        return "counted"

    use_job(monkeypatch, count)
    assert "core.trial done in 0.0 s: counted" in run_jobs()
    assert "core.trial" not in run_jobs() and ran == [1]
    make_due("trial")
    assert "core.trial done" in run_jobs() and ran == [1, 1]


@pytest.mark.parametrize("error", [OSError("disk full"), ValueError("wrong"), CommandError("no such table")])
def test_a_job_that_fails_is_named_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail() -> str:
        raise error

    use_job(monkeypatch, fail)
    after = Job(name="after", run=lambda: "done", every=timedelta(hours=1), description="Another.")
    monkeypatch.setattr(core_jobs, "CORE_JOBS", (*core_jobs.CORE_JOBS, after))
    with pytest.raises(CommandError, match="A job failed"):
        run_jobs()
    assert {run.job: run.succeeded for run in JobRun.objects.filter(plugin="core")} == {
        "trial": False,
        "after": True,
    }
    check = health.examine().checks["core.jobs.trial"]
    assert (check.status, check.message) == (
        health.Status.DEGRADED,
        f"it raised {type(error).__name__}: {error}",
    )
