"""From which sites a browser may send mutations with its cookies."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from content_api.errors import RequestRefused

__all__ = ["check_origin"]


def check_origin(request: HttpRequest) -> None:
    """RequestRefused (403) when a browser says that a page of a foreign site sends this. Programs send no Origin."""
    origin = request.headers.get("Origin")
    if origin is None or origin in get_allowed_origins(request):
        return
    raise RequestRefused(
        403, "Mutations are not taken from this origin: see CORS_ALLOWED_ORIGINS.", "FORBIDDEN"
    )


def get_allowed_origins(request: HttpRequest) -> set[str]:
    own = f"{request.scheme}://{request.get_host()}"
    return {own, *settings.CORS_ALLOWED_ORIGINS, *settings.CSRF_TRUSTED_ORIGINS}
