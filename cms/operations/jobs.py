"""Jobs of the scheduler that keep the site in order."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms.operations.interrupted_tasks import reap_tasks
from cms.operations.measuring.job import measure_site
from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job

__all__ = ["register"]


def register() -> None:
    declare_job(
        Job(
            name="reap_tasks",
            run=reap_tasks,
            every=timedelta(minutes=1),
            description=_("Queues tasks again whose worker died."),
        )
    )
    declare_job(
        Job(
            name="measure_site",
            run=measure_site,
            every=timedelta(minutes=1),
            description=_("Reads the metrics of the database and of what waits for editors."),
        )
    )
