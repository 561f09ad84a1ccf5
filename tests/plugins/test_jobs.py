"""Jobs of plugins: run when due, by one process at a time, and again soon after a failure."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from threading import Timer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.operations import health
from cms.plugins.api.events import ContentPublished
from cms.plugins.api.markers import Budget
from cms.plugins.management import running
from cms.plugins.models import JobRun, PluginSwitch
from cms.plugins.runtime import decisions as runtime, jobs
from cms.plugins.runtime.platform import Platform
from cms.publishing import outbox
from cms.publishing.models import OutboxEvent
from tests.factories.content import make_site
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
JOBS = """
import sys, time
from datetime import timedelta
from cms.plugin_api import Job, hookimpl

FAULTS = ["none"]

def work():
    match FAULTS[0]:
        case "raises":
            raise OSError("disk full")
        case "exits":
            sys.exit(3)
        case "hangs":
            time.sleep(5)
        case "nothing":
            return None
    return "tidied"

@hookimpl
def jobs():
    return [Job(name="tidy", run=work, every=timedelta(hours=1), description="Tidies.")]

@hookimpl
def content_published(event):
    if FAULTS[0] == "deaf":
        raise OSError("disk full")
"""


@pytest.fixture(autouse=True)
def site(workshop: Workshop, site_with: SiteWith) -> Any:
    made = make_site()
    OutboxEvent.objects.all().delete()
    workshop.write("tidier", JOBS)
    site_with()
    return made


def fault(kind: str) -> None:
    import sys

    sys.modules["tidier.plugin"].FAULTS[0] = kind  # type: ignore[attr-defined]


def later(**time: int) -> None:
    """Let the last run have been so long ago."""
    run = JobRun.objects.get()
    run.started_at -= timedelta(**time)
    run.save()


def run_jobs(*words: str) -> str:
    out = StringIO()
    call_command("plugins", "run-jobs", *words, stdout=out, no_color=True)
    return out.getvalue()


def test_jobs_run_once_in_their_period() -> None:
    assert "tidier.tidy done in 0.0 s: tidied\n1 jobs run, 0 of them failed" in run_jobs("--once")
    assert "0 jobs run" in run_jobs()
    later(minutes=61)
    assert json.loads(run_jobs("--json"))["jobs"][0]["message"] == "tidied"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("raises", "raised OSError: disk full"),
        ("exits", "it called sys.exit(), which ends nothing here"),
        ("hangs", "no answer within 0.2 s"),
        ("nothing", "it answered NoneType: return a line of text for the log."),
    ],
)
def test_a_job_that_fails_is_named_and_tried_again_in_five_minutes(
    kind: str, reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(jobs, "BUDGET", Budget(0.2, 100))
    fault(kind)
    with pytest.raises(CommandError, match="A job failed"):
        call_command("plugins", "run-jobs")
    told = capsys.readouterr().out
    assert "tidier.tidy FAILED" in told and reason in told
    assert runtime.last_errors("tidier")[0]["hook"] == "jobs.tidy"
    with pytest.raises(CommandError, match="1 problem"):
        call_command("plugins", "check", "--json")
    [problem] = json.loads(capsys.readouterr().out)
    assert problem["plugin"] == "tidier"
    assert (
        re.match(r"the last run of its job tidy failed at \S+ \S+: ", problem["problem"])
        and reason in problem["problem"]
    )
    check = health.examine().checks["plugin.tidier.jobs.tidy"]
    assert (check.status, reason in check.message) == (health.Status.DEGRADED, True)
    fault("none")
    assert "0 jobs run" in run_jobs()
    later(minutes=5)
    assert "tidier.tidy done" in run_jobs()
    call_command("plugins", "check")
    assert "plugin.tidier.jobs.tidy" not in health.examine().checks


def test_jobs_run_in_one_process_at_a_time_and_are_taken_over_from_a_dead_one() -> None:
    run_jobs()
    later(minutes=61)
    JobRun.objects.update(leased_until=timezone.now() + timedelta(minutes=1))
    assert "0 jobs run" in run_jobs()
    JobRun.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert "tidier.tidy done" in run_jobs()


def test_the_job_of_a_plugin_that_is_off_rests() -> None:
    PluginSwitch.objects.create(plugin="tidier", enabled=False)
    runtime.forget()
    assert "0 jobs run" in run_jobs()


def test_a_job_that_is_not_due_costs_four_statements(django_assert_num_queries: Any) -> None:
    run_jobs()
    with django_assert_num_queries(4):
        assert list(jobs.run_due()) == []


def test_deliveries_are_made_in_the_same_round() -> None:
    outbox.publish(ContentPublished("solutions.Solution", 1, "en"))
    assert "1 events delivered, 0 to be tried again" in run_jobs()
    outbox.publish(ContentPublished("solutions.Solution", 2, "en"))
    fault("deaf")
    assert "0 events delivered, 1 to be tried again" in run_jobs()


def test_forever_ends_with_its_round_at_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "close_old_connections", lambda: None)  # it is the test's own
    told: list[running.Round] = []
    before = signal.getsignal(signal.SIGTERM)
    Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
    running.run_forever(told.append, pause=0.05)
    assert [ran.job for done in told for ran in done.jobs] == ["tidy"]
    assert signal.getsignal(signal.SIGTERM) is before
