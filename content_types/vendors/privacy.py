"""What vendors hold of people: who is a member of which, and who has locked one."""

from __future__ import annotations

from typing import Any

from cms.identity.models import User
from cms.identity.privacy import DataHolder, DataNote, holders
from content_types.vendors.models import Vendor

__all__ = ["register"]

COLUMNS = ("vendors.Vendor_members.user", "vendors.Vendor.locked_by")

NOTE = DataNote(
    what="vendors that the person is a member of, and which one they have locked",
    why="to let members edit their vendor",
    kept="until the membership ends",
    erased="deleted",
)


def register() -> None:
    holders["memberships"] = DataHolder(export, erase, NOTE, columns=COLUMNS)


def export(user: User) -> list[dict[str, Any]]:
    return list(Vendor.objects.filter(members=user).order_by("pk").values("name"))


def erase(user: User) -> int:
    """Nothing to do: links to an account are deleted with it."""
    return 0
