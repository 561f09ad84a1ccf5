"""The audience whose limits hold for a request."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from cms.actors.actor import Actor
from cms.ratelimit.limits import Limits

__all__ = ["get_limits"]


def get_limits(actor: Actor) -> Limits:
    """The limits of an actor's audience, with its own points where it has some."""
    limits: Limits = settings.API_LIMITS[actor.audience]
    if actor.points is None:
        return limits
    capacity, restore = actor.points
    return replace(limits, bucket=capacity, restore=restore)
