"""Who may use what a plugin contributes: the one place that gives a Policy its meaning."""

from __future__ import annotations

from cms.actors.actor import Actor
from cms.plugins.api.contributions import PUBLIC, SIGNED_IN, STAFF, Policy

__all__ = ["allows"]


def allows(policy: Policy, actor: Actor) -> bool:
    """Whether an actor meets a policy. STAFF are users with access to the admin. What is for those who have signed in
    is not for machines with a key of theirs."""
    if policy == PUBLIC:
        return True
    if not actor.is_person:
        return False
    if policy == SIGNED_IN:
        return True
    return actor.has_permission("wagtailadmin.access_admin" if policy == STAFF else policy.name)
