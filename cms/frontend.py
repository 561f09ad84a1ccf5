"""Pages are shown by the decoupled frontend: a visit to their address here is sent there."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def to_frontend(request: HttpRequest, path: str = "") -> HttpResponse:
    """A redirect to the same path in the frontend; the path is made of plain words, so it cannot leave it."""
    return HttpResponseRedirect(urljoin(settings.FRONTEND_URL, f"/{path}"))
