"""The audience whose limits hold for a request."""

from __future__ import annotations

from django.conf import settings

from cms.accounts.actor import Actor
from cms.settings.limits import Limits

__all__ = ["get_limits"]


def get_limits(actor: Actor) -> Limits:
    limits: Limits = settings.API_LIMITS[actor.audience]
    return limits
