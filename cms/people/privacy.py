"""The sessions of a person, in the copy of their data and at their erasure."""

from __future__ import annotations

from typing import Any

from cms.identity.models import User
from cms.identity.privacy import DataHolder, holders
from cms.people.models import Session

__all__ = ["register"]


def register() -> None:
    holders["sessions"] = DataHolder(export, erase)


def export(user: User) -> list[dict[str, Any]]:
    return list(
        Session.objects.filter(user=user)
        .order_by("last_used_at")
        .values("device", "signed_in_at", "last_used_at")
    )


def erase(user: User) -> int:
    return int(Session.objects.filter(user=user).delete()[0])
