"""From which sites a browser may send mutations with its cookies."""

from __future__ import annotations

from django.http import HttpRequest

from cms.http.origins import is_foreign_origin
from content_api.errors import RequestRefused

__all__ = ["check_origin"]


def check_origin(request: HttpRequest) -> None:
    """RequestRefused (403) when a browser says that a page of a foreign site sends this."""
    if is_foreign_origin(request):
        raise RequestRefused(
            403, "Mutations are not taken from this origin: see CORS_ALLOWED_ORIGINS.", "FORBIDDEN"
        )
