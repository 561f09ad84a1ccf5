"""Connects the identity provider with the rest: who signs in by a token, and what ends tokens."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest

from cms.identity import session_names
from cms.identity.models import User
from cms.identity.provider.families import end_device_sign_ins, end_sign_ins
from cms.identity.provider.revocations import name_user, revoke_tokens, was_noted

__all__ = ["connect"]

UNIMPORTANT = frozenset({"last_login"})


def connect() -> None:
    """Called once, when the app is ready."""
    from cms.actors.authenticators import add_header_authenticator
    from cms.identity.provider import jobs, privacy
    from cms.identity.provider.token_authenticator import authenticate_access_token

    add_header_authenticator(authenticate_access_token)
    post_save.connect(follow_user, sender=User, dispatch_uid="oauth.follow_user")
    post_delete.connect(follow_deletion, sender=User, dispatch_uid="oauth.follow_deletion")
    m2m_changed.connect(follow_groups, sender=User.groups.through, dispatch_uid="oauth.follow_groups")
    user_logged_out.connect(follow_sign_out, dispatch_uid="oauth.follow_sign_out")
    session_names.connect()
    jobs.register()
    privacy.register()


def follow_user(instance: User, created: bool, update_fields: Any = None, **_: Any) -> None:
    """A new password and a closed account sign a person out of all clients; after any other change, tokens are issued
    again, because they say what somebody may do."""
    if created or (update_fields and set(update_fields) <= UNIMPORTANT):
        return
    if instance._password is not None or not instance.is_active:
        end_sign_ins(instance.pk, "password" if instance.is_active else "account")
    elif was_noted(instance.pk):
        revoke_tokens(name_user(instance.pk), "profile")


def follow_sign_out(request: HttpRequest, user: Any = None, **_: Any) -> None:
    """Who signs out here is signed out of what they signed in to from this device, too."""
    if user is not None and user.is_authenticated:
        end_device_sign_ins(user.pk, request.session.get(session_names.NAME, ""), "sign_out")


def follow_deletion(instance: User, **_: Any) -> None:
    """Who is deleted is signed out; codes and refresh tokens went with the account."""
    if was_noted(instance.pk):
        revoke_tokens(name_user(instance.pk), "account")


def follow_groups(instance: Any, action: str, reverse: bool, pk_set: Any = None, **_: Any) -> None:
    """A token names the groups of its user: after a change it is issued again."""
    if action == ("pre_clear" if reverse else "post_clear"):
        users = list(instance.user_set.values_list("pk", flat=True)) if reverse else [instance.pk]
    elif action in ("post_add", "post_remove"):
        users = list(pk_set or ()) if reverse else [instance.pk]
    else:
        return
    for key in users:
        if was_noted(key):
            revoke_tokens(name_user(key), "roles")
