"""The audience whose limits hold for a request."""

from __future__ import annotations

from django.conf import settings

from cms.declarations import Viewer
from cms.settings.limits import Limits

__all__ = ["get_audience", "get_limits"]


def get_audience(viewer: Viewer) -> str:
    """The name of an audience in API_LIMITS."""
    return "anonymous" if viewer.user_id is None else "known"


def get_limits(viewer: Viewer) -> Limits:
    limits: Limits = settings.API_LIMITS[get_audience(viewer)]
    return limits
