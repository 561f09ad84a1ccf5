"""The nightly work of events."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import command, declare_job


def register() -> None:
    declare_job(
        Job(
            name="extend_events",
            run=command("rebuild_occurrences", "--repeated"),
            at=time(3, 40),
            description=_(
                "Stores the occurrences of repeated events that have come within EVENT_DAYS_AHEAD."
            ),
        )
    )
