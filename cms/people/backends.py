"""Signing in by e-mail address as well as by user name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from cms.identity.lookup import find_user_name

__all__ = ["NameOrEmailBackend"]


class NameOrEmailBackend(ModelBackend):
    """Takes an e-mail address for the user name of its account; a user name that is an address goes first.

    An unknown name costs as much as a wrong password: Django hashes the password in vain.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **given: Any,
    ) -> Any:
        if username is None or password is None:
            return None
        return super().authenticate(request, username=find_user_name(username), password=password, **given)
