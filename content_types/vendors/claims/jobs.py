"""Claims that were not proven in time are closed at night."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job
from content_types.vendors.claims.actions import expire_claims

__all__ = ["close_claims", "register"]


def register() -> None:
    declare_job(
        Job(
            name="close_vendor_claims", run=close_claims, at=time(3, 50),
            description=_("Closes claims on vendors that were not proven in time."),
        )
    )  # fmt: skip


def close_claims() -> str:
    return f"{expire_claims():,} claims expired."
