"""Django's sessions in the database, in a table that also says whose they are: SESSION_ENGINE."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from cms.people.models import Session

__all__ = ["DEVICE", "SIGNED_IN", "SessionStore"]

DEVICE, SIGNED_IN = "device", "signed_in_at"
"""What a session knows of its sign-in; the columns are written from it."""
EXACT_TO = timedelta(minutes=5)


class SessionStore(db.SessionStore):
    """Writes the columns with the data. A request only reads, but for one in five minutes."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get(DEVICE, "")
        row.signed_in_at = datetime.fromisoformat(data[SIGNED_IN]) if SIGNED_IN in data else None
        row.last_used_at = timezone.now()
        return row

    def _get_session_from_db(self) -> Session | None:
        row: Session | None = super()._get_session_from_db()
        now = timezone.now()
        if row is not None and row.last_used_at < now - EXACT_TO:
            Session.objects.filter(pk=row.pk).update(last_used_at=now)
        return row
