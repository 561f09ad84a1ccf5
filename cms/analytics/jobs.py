"""The work of analytics that returns every minute."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import command, declare_job


def register() -> None:
    declare_job(
        Job(
            name="store_events",
            run=command("store_events"),
            every=timedelta(minutes=1),
            description=_("Stores the events of visits that wait in Valkey."),
        )
    )
