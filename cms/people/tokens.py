"""The tokens of links that set a new password."""

from __future__ import annotations

from django.contrib.auth.tokens import PasswordResetTokenGenerator

__all__ = ["password_tokens"]


class PasswordTokens(PasswordResetTokenGenerator):
    """Django's, which end with a use, a change of password or address, a sign-in, and a day. They fit no other place
    that takes such tokens."""

    key_salt = "cms.people.tokens"


password_tokens = PasswordTokens()
