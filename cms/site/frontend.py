"""Pages are shown by the decoupled frontend: a visit to their address here is sent there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from cms.services.processes import accepts

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def to_frontend(request: HttpRequest, path: str = "") -> HttpResponse:
    """A redirect to the same path in the frontend; the path is made of plain words, so it cannot lead elsewhere.

    While developing, the root leads to the documentation, and a note takes the place of a frontend that does not run.
    """
    if settings.DEBUG and not path:
        return HttpResponseRedirect("/docs/")
    address = f"{settings.FRONTEND_URL.rstrip('/')}/{path}"
    if settings.DEBUG and not runs(settings.FRONTEND_URL):
        context = {"address": address, "path": f"/{path}"}
        return render(request, "cms/no_frontend.html", context, status=503)
    return HttpResponseRedirect(address)


def runs(url: str) -> bool:
    """Whether a frontend on this machine answers; one on another machine is taken to run."""
    parts = urlsplit(url)
    return parts.hostname not in LOOPBACK or accepts(parts.port or 80)
