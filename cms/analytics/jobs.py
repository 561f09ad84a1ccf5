"""The work of analytics that returns every minute or hour."""

from __future__ import annotations

from datetime import timedelta

from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import command, declare_job


def register() -> None:
    declare_job(
        Job(
            name="store_events",
            run=command("store_events"),
            every=timedelta(minutes=1),
            description="Stores the events of visits that wait in Valkey.",
        )
    )
    declare_job(
        Job(
            name="compute_trending",
            run=command("compute_trending"),
            every=timedelta(hours=1),
            description="Computes what is trending, from the events of visits.",
        )
    )
