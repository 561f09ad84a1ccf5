"""Who may use what a plugin contributes: the one place that gives a Policy its meaning."""

from __future__ import annotations

from typing import Any

from cms.plugins.api.contributions import PUBLIC, SIGNED_IN, STAFF, Policy

__all__ = ["allows"]


def allows(policy: Policy, user: Any) -> bool:
    """Whether a user, or AnonymousUser, meets a policy. STAFF is whoever may enter the admin."""
    if policy == PUBLIC:
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    if policy == SIGNED_IN:
        return True
    return bool(user.has_perm("wagtailadmin.access_admin" if policy == STAFF else policy.name))
