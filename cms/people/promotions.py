"""Who becomes a superuser is a member of every role, also of those that ask for a second factor."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from cms.identity.models import User
from cms.people.factors import end_sessions_without_factor, must_have_factor

__all__ = ["connect"]


def connect() -> None:
    post_save.connect(on_superuser, sender=User, dispatch_uid="people.superuser")


def on_superuser(sender: Any, instance: User, created: bool, update_fields: Any, **given: Any) -> None:
    """They sign in again, unless they have a factor or no role asks for one."""
    is_written = update_fields is None or "is_superuser" in update_fields
    if instance.is_superuser and is_written and not created and must_have_factor(instance):
        end_sessions_without_factor(User.objects.filter(pk=instance.pk))
