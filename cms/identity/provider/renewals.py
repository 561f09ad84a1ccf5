"""Whether a person's sign-in to a client may go on: asked whenever tokens are issued for it."""

from __future__ import annotations

from collections.abc import Callable

from cms.identity.models import User

__all__ = ["add_renewal_check", "may_go_on"]

_checks: list[Callable[[User], bool]] = []


def add_renewal_check(check: Callable[[User], bool]) -> None:
    """Have this asked, too, of an active user, when an app is ready; False ends the sign-in."""
    if check not in _checks:
        _checks.append(check)


def may_go_on(user: User) -> bool:
    """Whether the account is active and all checks agree."""
    return user.is_active and all(check(user) for check in _checks)
