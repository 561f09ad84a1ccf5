"""What happened that the audit log shall know, told by packages that stand below it."""

from __future__ import annotations

from django.db.models import Model
from django.dispatch import Signal

__all__ = ["happened", "tell_event"]

happened = Signal()


def tell_event(
    kind: str, *, actor: int | None = None, target: Model | None = None, **data: str | int | bool | None
) -> None:
    """Tell of something that no trigger of a table can see, in the caller's transaction. actor: the key of the user,
    none for commands. data: JSON without personal data."""
    happened.send(sender=None, kind=kind, actor=actor, target=target, data=data)
