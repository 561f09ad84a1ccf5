"""Record an event of the audit log that no trigger of a table can see."""

from __future__ import annotations

import structlog
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from cms.audit.models import AuditEvent
from cms.identity.models import User

__all__ = ["record_event", "record_failed_sign_in"]

FAILED = """
INSERT INTO audit_event (kind, target_type, target_key, request)
    SELECT 'sign_in.failed', 'accounts.user', id, %s FROM {table} WHERE username = %s
"""


def record_event(
    kind: str, *, actor: int | None = None, target: Model | None = None, **data: str | int | bool | None
) -> None:
    """Add an event, in the caller's transaction. data: JSON without personal data; users are their keys.

    Publications, deletions, permissions, keys and accounts are recorded by triggers and need no call.
    """
    AuditEvent.objects.create(
        happened_at=timezone.now(), kind=kind, actor=actor, target_type=target._meta.label_lower if target else "",
        target_key=str(target.pk) if target else "", target_label="", data=dict(data), request=get_request_id(),
    )  # fmt: skip


def record_failed_sign_in(username: str) -> None:
    """Of an account that exists. One statement, whether it does or not: how long the answer takes tells nothing."""
    with connection.cursor() as cursor:
        cursor.execute(FAILED.format(table=User._meta.db_table), [get_request_id(), username])


def get_request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
