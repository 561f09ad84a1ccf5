"""The jobs of the audit log: seal each minute, anchor each hour."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms.audit.anchors import write_anchor
from cms.audit.chain import seal_events
from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job

__all__ = ["register"]


def seal() -> str:
    return f"{seal_events()} events of the audit log sealed"


def register() -> None:
    declare_job(
        Job(
            name="seal_audit",
            run=seal,
            every=timedelta(minutes=1),
            description=_("Adds new events of the audit log to its chain of hashes."),
        )
    )
    declare_job(
        Job(
            name="anchor_audit",
            run=write_anchor,
            every=timedelta(hours=1),
            description=_("Writes the end of the chain to AUDIT_ANCHOR_FILE or AUDIT_ANCHOR_URL."),
        )
    )
