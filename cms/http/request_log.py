"""The lines that each request has in the log."""

from __future__ import annotations

from django.http import HttpRequest
from django_structlog.middlewares.request import RequestMiddleware

__all__ = ["RequestLogMiddleware"]


class RequestLogMiddleware(RequestMiddleware):
    """The lines of django-structlog, without what was asked for at an address: it may name people, as a search of
    accounts does. The network address is left out by DJANGO_STRUCTLOG_IP_LOGGING_ENABLED."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"
