"""The lines of the log that each request has, for requests that Django does not see."""

from __future__ import annotations

import logging
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from structlog.contextvars import bind_contextvars

from cms.http.request_log import RequestLogMiddleware

__all__ = ["bind_request_id", "log_request"]

REQUEST_ID = "HTTP_X_REQUEST_ID"

LOGGER = logging.getLogger("django_structlog.middlewares.request")


class RequestLog(RequestLogMiddleware):
    """Writes the lines without standing in the chain of middleware."""

    def __init__(self) -> None:
        """Leaves out the receiver of exceptions, of which there is one."""


_log = RequestLog()


def bind_request_id(request: WSGIRequest) -> None:
    """Put the id of a request into lines of the log; Django's path uses it as well if it answers after all."""
    if not request.META.get(REQUEST_ID):
        request.META[REQUEST_ID] = str(uuid4())
    bind_contextvars(request_id=request.META[REQUEST_ID])


def log_request(request: WSGIRequest, status: int) -> None:
    """Write both lines, once it is known that Django does not see the request."""
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    request.user = AnonymousUser()
    _log.prepare(request)
    _log.handle_response(request, HttpResponse(status=status))
