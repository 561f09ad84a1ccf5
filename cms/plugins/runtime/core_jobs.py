"""The site's own work that returns every so often. `manage.py plugins run-jobs` runs it beside the jobs of plugins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from io import StringIO

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from cms.plugins.api.contributions import Job

__all__ = ["CORE_JOBS", "command", "declare_job", "list_core_jobs"]


def run_command(*words: str) -> str:
    """Run a management command; what it printed, on one line."""
    out = StringIO()
    call_command(*words, stdout=out, no_color=True)
    return " ".join(out.getvalue().split()) or f"{words[0]}: done"


def command(*words: str) -> Callable[[], str]:
    return partial(run_command, *words)


CORE_JOBS = (
    Job(
        name="publish_scheduled",
        run=command("publish_scheduled"),
        every=timedelta(minutes=1),
        description=_("Publishes what editors have scheduled, and unpublishes what has expired."),
    ),
    Job(
        name="prune_tasks",
        run=command("prune_db_task_results", "--queue-name", "*", "--min-age-days", "14"),
        at=time(3, 10),
        description=_("Deletes tasks that finished more than two weeks ago."),
    ),
    Job(
        name="clear_sessions",
        run=command("clearsessions"),
        at=time(3, 20),
        description=_("Deletes expired sessions."),
    ),
)
_declared: dict[str, Job] = {}


def declare_job(job: Job) -> None:
    """Add a job of a content type, from its `AppConfig.ready()`."""
    _declared[job.name] = job


def list_core_jobs() -> tuple[Job, ...]:
    """The site's jobs and those of content types, in the order in which they run."""
    return (*CORE_JOBS, *_declared.values())
