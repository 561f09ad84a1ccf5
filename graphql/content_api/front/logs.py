"""The lines of the log that each request has, for requests that Django does not see."""

from __future__ import annotations

import logging

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django_structlog.middlewares.request import RequestMiddleware

__all__ = ["log_request"]

LOGGER = logging.getLogger("django_structlog.middlewares.request")


class RequestLog(RequestMiddleware):
    """Writes the lines of django-structlog without standing in the chain of middleware."""

    def __init__(self) -> None:
        """Leaves out the receiver of exceptions, of which there is one."""


_log = RequestLog()


def log_request(request: WSGIRequest, status: int) -> None:
    """Write both lines, once it is known that Django does not see the request."""
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    request.user = AnonymousUser()
    _log.prepare(request)
    _log.handle_response(request, HttpResponse(status=status))
