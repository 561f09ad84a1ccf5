"""The lines of the log that each request has, for requests that Django does not see."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

from cms.http.request_log import RequestLogMiddleware

__all__ = ["log_request", "request_id_bound"]

REQUEST_ID = "HTTP_X_REQUEST_ID"

LOGGER = logging.getLogger("django_structlog.middlewares.request")


class RequestLog(RequestLogMiddleware):
    """Writes the lines without standing in the chain of middleware."""

    def __init__(self) -> None:
        """Leaves out the receiver of exceptions, of which there is one."""


_log = RequestLog()


@contextmanager
def request_id_bound(request: WSGIRequest) -> Iterator[None]:
    """Lines of the log have the id of a request, which Django's path uses as well if it answers after all."""
    if not request.META.get(REQUEST_ID):
        request.META[REQUEST_ID] = str(uuid4())
    bind_contextvars(request_id=request.META[REQUEST_ID])
    try:
        yield
    finally:
        clear_contextvars()


def log_request(request: WSGIRequest, status: int) -> None:
    """Write both lines, once it is known that Django does not see the request."""
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    request.user = AnonymousUser()
    _log.prepare(request)
    _log.handle_response(request, HttpResponse(status=status))
