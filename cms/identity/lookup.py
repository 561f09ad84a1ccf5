"""Finding people by what they are called, for commands and at sign-in, and by a permission."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.core.management.base import CommandError
from django.db.models import Q, QuerySet

from cms.identity.models import User

__all__ = ["find_holders", "find_person", "find_user_name", "fold_name"]


def find_person(text: str) -> User:
    """The account with this user name or e-mail address; CommandError when there is none."""
    by_name = User.objects.filter(username=text).first()
    found = by_name or User.objects.filter(email__iexact=text).exclude(email="").first()
    if found is None:
        raise CommandError(f"No user has the user name or e-mail address {text!r}.")
    return found


def find_holders(permission: str) -> QuerySet[User]:
    """Active people whom a permission was given, by a role or to themselves; superusers without it are none of them.
    permission: "reviews.change_review"."""
    app, _dot, name = permission.partition(".")
    found = Permission.objects.filter(codename=name, content_type__app_label=app)
    given = Q(groups__permissions__in=found) | Q(user_permissions__in=found)
    return User.objects.filter(given, is_active=True).distinct()


def find_user_name(text: str) -> str:
    """The user name that somebody means who signs in: an e-mail address stands for that of its account, unless it is a
    user name itself. The text without spaces around it where there is no such account."""
    name = text.strip()
    if "@" not in name or "\x00" in name or User.objects.filter(username=name).exists():
        return name
    found = User.objects.filter(email__iexact=name).values_list("username", flat=True).first()
    return found or name


def fold_name(text: str) -> str:
    """A name or address as the database compares it without regard to case, which is in capitals: ı and i are both I
    there. Spellings that find one account are one; without spaces around it."""
    return text.strip().upper().casefold()
