"""How long the records of imports are kept: JOURNAL_DAYS."""

from __future__ import annotations

from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.exchange.models import ImportRun
from cms.exchange.runs.locks import is_held
from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job

__all__ = ["prune_imports", "register"]


def prune_imports() -> str:
    """Delete the records of old imports with their rejected lines and uploaded files; a line for the log. What was
    imported stays."""
    if not settings.JOURNAL_DAYS:
        return "Switched off: JOURNAL_DAYS is 0."
    before = timezone.now() - timedelta(days=settings.JOURNAL_DAYS)
    deleted = 0
    for run in ImportRun.objects.filter(created_at__lt=before).iterator():
        if is_held(run):
            continue
        if run.upload:
            run.upload.delete(save=False)
        run.delete()
        deleted += 1
    return f"{deleted} imports deleted"


def register() -> None:
    declare_job(
        Job(
            name="prune_imports",
            run=prune_imports,
            every=timedelta(days=1),
            at=time(3, 30),
            description=_("Deletes the records of old imports; see JOURNAL_DAYS."),
        )
    )
