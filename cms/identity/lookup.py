"""Finding people for commands."""

from __future__ import annotations

from django.core.management.base import CommandError

from cms.identity.models import User

__all__ = ["find_person"]


def find_person(text: str) -> User:
    """The account with this user name or e-mail address; CommandError when there is none."""
    by_name = User.objects.filter(username=text).first()
    found = by_name or User.objects.filter(email__iexact=text).exclude(email="").first()
    if found is None:
        raise CommandError(f"No user has the user name or e-mail address {text!r}.")
    return found
