"""The audience whose limits hold for a request."""

from __future__ import annotations

from django.conf import settings

from cms.actors.actor import Actor
from cms.ratelimit.limits import Limits

__all__ = ["get_limits"]


def get_limits(actor: Actor) -> Limits:
    limits: Limits = settings.API_LIMITS[actor.audience]
    return limits
