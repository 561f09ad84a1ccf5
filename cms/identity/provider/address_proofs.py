"""Whether somebody proved that the address of their account is theirs: asked when a client may see it."""

from __future__ import annotations

from collections.abc import Callable

from cms.identity.models import User

__all__ = ["is_proved", "set_address_check"]

_check: list[Callable[[User], bool]] = []


def set_address_check(check: Callable[[User], bool]) -> None:
    """Called once, by the app that sends the mails which prove it."""
    _check[:] = [check]


def is_proved(user: User) -> bool:
    """False where nothing says that it is."""
    return bool(user.email) and any(check(user) for check in _check)
