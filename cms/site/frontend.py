"""Pages are shown by the decoupled frontend: a visit to their address here is sent there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def to_frontend(request: HttpRequest, path: str = "") -> HttpResponse:
    """A redirect to the same path in the frontend; the path is made of plain words, so it cannot lead elsewhere.
    While developing, when there may be no frontend yet, the root leads to the documentation."""
    if settings.DEBUG and not path:
        return HttpResponseRedirect("/docs/")
    return HttpResponseRedirect(f"{settings.FRONTEND_URL.rstrip('/')}/{path}")
