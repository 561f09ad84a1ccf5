"""What the audit log holds of people: their key. It is kept when a person is erased, for it then names no one."""

from __future__ import annotations

from typing import Any

from cms.audit.models import AuditEvent
from cms.audit.recording import record_event
from cms.identity.privacy import DataHolder, DataNote, holders

__all__ = ["register"]

NOTE = DataNote(
    what="what the person did and what was done to their account, by the number of the account, without name and "
    "address",
    why="to find out what happened",
    kept="for good: events cannot be changed",
    erased="kept: the number of an account that is gone names no person",
)


def register() -> None:
    holders["audit"] = DataHolder(export=export, erase=erase, note=NOTE)


def export(user: Any) -> list[dict[str, Any]]:
    """What the person did."""
    events = AuditEvent.objects.filter(actor=user.pk).order_by("pk")
    return list(events.values("happened_at", "kind", "target_type", "target_key", "target_label"))


def erase(user: Any) -> int:
    """Records that the person is erased; events themselves hold nothing but the key of an account that is gone."""
    record_event("person.erased", target=user)
    return 0
