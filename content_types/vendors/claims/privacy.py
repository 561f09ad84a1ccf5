"""The claims of a person, in the copy of their data and at their erasure."""

from __future__ import annotations

from typing import Any

from cms.identity.models import User
from cms.identity.privacy import DataHolder, DataNote, holders
from content_types.vendors.claims.models import VendorClaim

__all__ = ["register"]

TOLD = (
    "vendor__name", "domain", "evidence", "state", "proof", "reason", "created_at", "expires_at", "decided_at",
)  # fmt: skip
COLUMNS = ("vendors.VendorClaim.claimant", "vendors.VendorClaim.decided_by")

NOTE = DataNote(
    what="claims on vendors, with what was said for them and how they were proved; who decided",
    why="to let vendors prove who they are",
    kept="{CLAIM_DAYS} after the claim was decided or withdrawn, or has expired",
    erased="deleted; decisions about the claims of others stay, without who made them",
)


def register() -> None:
    holders["vendor_claims"] = DataHolder(export, erase, NOTE, columns=COLUMNS)


def export(user: User) -> list[dict[str, Any]]:
    return list(VendorClaim.objects.filter(claimant=user).order_by("pk").values(*TOLD))


def erase(user: User) -> int:
    """Claims go; what the person decided about the claims of others stays, without who decided it."""
    decided = VendorClaim.objects.filter(decided_by=user).update(decided_by=None)
    return decided + int(VendorClaim.objects.filter(claimant=user).delete()[0])
