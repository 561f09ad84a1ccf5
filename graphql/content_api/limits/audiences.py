"""Whose limits hold for a request."""

from __future__ import annotations

from django.conf import settings

from cms.declarations import Viewer
from cms.ratelimit.limits import Limits

__all__ = ["audience_of", "limits_of"]


def audience_of(viewer: Viewer) -> str:
    """The name of an audience in API_LIMITS."""
    return "anonymous" if viewer.user_id is None else "known"


def limits_of(viewer: Viewer) -> Limits:
    limits: Limits = settings.API_LIMITS[audience_of(viewer)]
    return limits
