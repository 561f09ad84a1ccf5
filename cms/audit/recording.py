"""Record an event of the audit log that no trigger of a table can see."""

from __future__ import annotations

import structlog
from django.db.models import Model
from django.utils import timezone

from cms.audit.models import AuditEvent

__all__ = ["record_event"]


def record_event(
    kind: str, *, actor: int | None = None, target: Model | None = None, **data: str | int | bool | None
) -> None:
    """Add an event, in the caller's transaction. data: JSON without personal data; users are their keys.

    Publications, deletions, permissions, keys and accounts are recorded by triggers and need no call.
    """
    request = structlog.contextvars.get_contextvars().get("request_id", "")
    AuditEvent.objects.create(
        happened_at=timezone.now(), kind=kind, actor=actor, target_type=target._meta.label_lower if target else "",
        target_key=str(target.pk) if target else "", target_label="", data=dict(data), request=str(request),
    )  # fmt: skip
