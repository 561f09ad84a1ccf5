"""Claims that were not proven in time are closed at night, and closed ones are deleted after CLAIM_DAYS."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job
from content_types.vendors.claims.actions import delete_closed_claims, expire_claims

__all__ = ["close_claims", "register"]


def register() -> None:
    declare_job(
        Job(
            name="close_vendor_claims", run=close_claims, at=time(3, 50),
            description=_("Closes claims that were not proven in time, and deletes closed ones; see CLAIM_DAYS."),
        )
    )  # fmt: skip


def close_claims() -> str:
    """CLAIM_DAYS of 0: none is deleted."""
    expired = expire_claims()
    deleted = delete_closed_claims(settings.CLAIM_DAYS) if settings.CLAIM_DAYS else 0
    return f"{expired:,} claims expired, {deleted:,} closed ones deleted."
