"""Rejects anonymous clients without points before sessions, users and documents are looked up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse

from cms.http.clients import get_client_address, get_credentials, get_network
from cms.ratelimit.rates import limiter
from content_api.errors import RequestRefused
from content_api.limits.charge import build_rate_headers, reject_rate
from content_api.statuses import JSON
from content_api.transport.notes import get_note
from content_api.transport.responses import build_rejection, negotiate_media_type

__all__ = ["EarlyRejectionMiddleware"]


class EarlyRejectionMiddleware:
    """Stands behind the middleware of CORS, so that browsers may read the response, and before all others.

    Signed-in users and keys are never rejected here: who they are is known later, and a network has many.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wait = get_wait(request) if request.path_info == get_address() and not was_made(request) else 0
        return reject_client(request, wait) if wait else self.get_response(request)


def was_made(request: HttpRequest) -> bool:
    """Whether the front has the response already, which may be the rejection after which others are rejected early."""
    note = get_note(request)
    return note is not None and note.made is not None


def get_wait(request: HttpRequest) -> int:
    """Seconds for which an anonymous client is rejected; 0 for others."""
    reject_cache = limiter().reject_cache
    if not reject_cache.closed:
        return 0
    credentials = get_credentials(request)
    if credentials is not None and not reject_cache.has_credentials(credentials):
        return 0
    return reject_cache.get_retry_after(f"net:{get_network(get_client_address(request))}")


def reject_client(request: HttpRequest, seconds: int) -> HttpResponse:
    limits = settings.API_LIMITS["anonymous"]
    try:
        response = build_rejection(
            reject_rate(seconds, **build_rate_headers(limits, 0, seconds)), negotiate_media_type(request)
        )
    except RequestRefused as error:
        response = build_rejection(error, JSON)
    response["Content-Length"] = str(len(response.content))
    with suppress(UnreadablePostError):
        request.read(limits.body)  # over what is left unread the server would close the connection
    return response


@cache
def get_address() -> str:
    return reverse("graphql")
