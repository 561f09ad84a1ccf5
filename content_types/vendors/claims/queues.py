"""Claims on vendors that wait for a decision by staff, for metrics."""

from __future__ import annotations

from cms.base.work_queues import Waiting, count_rows, declare_queue
from content_types.vendors.claims.choices import ClaimState
from content_types.vendors.claims.models import VendorClaim

__all__ = ["register"]


def register() -> None:
    declare_queue("claims", read_proven)


def read_proven() -> Waiting:
    return count_rows(VendorClaim.objects.filter(state=ClaimState.PROVEN), "created_at")
