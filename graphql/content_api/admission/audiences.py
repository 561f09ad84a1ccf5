"""Whose limits hold for a request."""

from __future__ import annotations

from django.conf import settings

from cms.accounts.actor import Actor
from cms.settings.limits import Limits

__all__ = ["limits_of"]


def limits_of(actor: Actor) -> Limits:
    limits: Limits = settings.API_LIMITS[actor.audience]
    return limits
