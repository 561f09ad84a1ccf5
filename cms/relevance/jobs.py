"""The job that stores what was searched for."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job
from cms.relevance.search_log import store_counts

__all__ = ["register"]


def register() -> None:
    declare_job(
        Job(
            name="store_searches",
            run=store_counts,
            every=timedelta(minutes=15),
            description=_("Stores what was searched for five times a day or more; see SEARCH_LOG_DAYS."),
        )
    )
