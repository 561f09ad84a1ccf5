"""Strangers without points are turned away before sessions, people and documents are looked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse

from cms.http.clients import address_of, credentials_of, network_of
from cms.ratelimit.rates import limiter
from content_api.errors import RequestRefused
from content_api.limits.charge import points_headers, too_many
from content_api.statuses import JSON
from content_api.transport.responses import media_type, refusal

__all__ = ["DoorMiddleware"]


class DoorMiddleware:
    """Stands behind the middleware of CORS, so that a browser may read what is said here, and before all others.

    People who signed in and keys are never turned away: who they are is known further on, and a network has many.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wait = seconds_of(request) if request.path_info == address() else 0
        return refused(request, wait) if wait else self.get_response(request)


def seconds_of(request: HttpRequest) -> int:
    """For how long the sender of a request is turned away; 0 for whoever may be more than a stranger."""
    door = limiter().door
    if not door.closed:
        return 0
    credentials = credentials_of(request)
    if credentials is not None and not door.are_of_nobody(credentials):
        return 0
    return door.wait(f"net:{network_of(address_of(request))}")


def refused(request: HttpRequest, seconds: int) -> HttpResponse:
    limits = settings.API_LIMITS["anonymous"]
    try:
        response = refusal(too_many(seconds, **points_headers(limits, 0, seconds)), media_type(request))
    except RequestRefused as error:
        response = refusal(error, JSON)
    response["Content-Length"] = str(len(response.content))
    with suppress(UnreadablePostError):
        request.read(limits.body)  # over what is left unread the server would close the connection
    return response


@cache
def address() -> str:
    return reverse("graphql")
