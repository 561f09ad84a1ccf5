"""What is answered while the database or the store of files is away: 503 with Retry-After, for programs in JSON, for
people as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse

from cms.database.outages import DatabaseUnavailable, begin_request, end_request

__all__ = ["RETRY_AFTER", "TEXT", "FilesUnavailable", "OutageMiddleware", "is_outage"]

RETRY_AFTER = 2
"""Seconds."""
TEXT = "The site cannot reach its database right now. Try again in a moment."
FILES_TEXT = "The site cannot reach its files right now. Try again in a moment."
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Temporarily unavailable</title></head>
<body><h1>Temporarily unavailable</h1><p>{text}</p></body></html>
"""
API = "/graphql"

logger = structlog.get_logger(__name__)


class FilesUnavailable(OSError):
    """The store of media does not give or take files now; the message is for operators."""


class OutageMiddleware:
    """Answers for whatever failed because of an outage, in views and in the middleware behind this one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        met = begin_request()
        try:
            response = self.get_response(request)
        finally:
            end_request()
        return build_unavailable_response(request) if response.status_code == 500 and met.count else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if any(isinstance(each, FilesUnavailable) for each in iterate_causes(exception)):
            return build_unavailable_response(request, FILES_TEXT)
        return build_unavailable_response(request) if is_outage(exception) else None


def is_outage(exception: BaseException | None) -> bool:
    """Whether an exception is, or was caused by, a database that is away."""
    return any(isinstance(each, DatabaseUnavailable) for each in iterate_causes(exception))


def iterate_causes(exception: BaseException | None) -> Iterator[BaseException]:
    while exception is not None:
        yield exception
        exception = exception.__cause__ or exception.__context__


def build_unavailable_response(request: HttpRequest, text: str = TEXT) -> HttpResponse:
    """503 in the form that its reader understands."""
    logger.error("database_away" if text == TEXT else "files_away", path=request.path_info)
    if "text/html" in request.headers.get("Accept", "") and not request.path_info.startswith(API):
        response = HttpResponse(PAGE.format(text=text), status=503)
    else:
        errors = [{"message": text, "extensions": {"code": "SERVICE_UNAVAILABLE"}}]
        response = JsonResponse({"errors": errors}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
