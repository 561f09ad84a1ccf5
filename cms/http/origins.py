"""From which sites a browser may change something here."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

__all__ = ["is_foreign_origin"]


def is_foreign_origin(request: HttpRequest) -> bool:
    """Whether a browser says that a page of a foreign site sends this. Programs send no Origin."""
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    return origin is not None and origin not in {
        own,
        *settings.CORS_ALLOWED_ORIGINS,
        *settings.CSRF_TRUSTED_ORIGINS,
    }
